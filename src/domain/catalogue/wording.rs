//! Pages of the kinds that are seen in the words alone.

use super::{Family, Page};

/// The page of `vague-term`.
pub static VAGUE_TERM: Page = Page {
    code: "vague-term",
    family: Family::Wording,
    title: "Vague term",
    flags: "A quality word without a measure or criterion, so two people would accept different results (“fast”, “intuitive”).",
    hurts: "Everyone agrees with the sentence and each pictures something else. The difference shows at acceptance, when it is costly to mend.",
    example: "The checkout must be robust and show an appropriate message when a payment fails.",
    ask: "What would we measure, and which value is good enough? “95 % of searches show results within 300 ms.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (subjective language, ambiguous terms); INCOSE Guide to Writing Requirements, R7; QuARS, vagueness and subjectivity",
};

/// The page of `unbounded-quantity`.
pub static UNBOUNDED_QUANTITY: Page = Page {
    code: "unbounded-quantity",
    family: Family::Wording,
    title: "Unbounded quantity",
    flags: "An amount, size or frequency in words, with no number or limit (“several”, “large files”, “often”).",
    hurts: "Design and cost depend on the number. Ten and ten thousand are different products, and nobody notices until load or budget breaks.",
    example: "Customers can attach several large files to a claim.",
    ask: "How many at least, at most and typically? “Up to 10 files of 25 MB each.”",
    source: "INCOSE Guide to Writing Requirements, R7 and R33; ISO/IEC/IEEE 29148:2018, 5.2.7 (ambiguous terms)",
};

/// The page of `open-ended-list`.
pub static OPEN_ENDED_LIST: Page = Page {
    code: "open-ended-list",
    family: Family::Wording,
    title: "Open-ended list",
    flags: "A list whose end is left open: items nobody named may belong to it (“etc.”, “and so on”).",
    hurts: "The team builds the items named; the reviewer expected the ones that were not. Neither can be tested against the sentence.",
    example: "Orders can be exported to CSV, Excel, etc.",
    ask: "Is the list complete? If so, end it; if not, name the rest or give the rule that decides what belongs.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (open-ended terms); INCOSE Guide to Writing Requirements, R9",
};

/// The page of `escape-clause`.
pub static ESCAPE_CLAUSE: Page = Page {
    code: "escape-clause",
    family: Family::Wording,
    title: "Escape clause",
    flags: "Words that leave it to whoever builds or runs it whether something applies (“where possible”, “as needed”).",
    hurts: "The requirement can be met by doing nothing, and the decision is taken silently by whoever happens to be there.",
    example: "The app keeps drafts offline where possible.",
    ask: "When exactly does it apply, and who decides? State the condition, or drop the clause.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (loopholes); INCOSE Guide to Writing Requirements, R8; QuARS, optionality",
};

/// The page of `weak-modal`.
pub static WEAK_MODAL: Page = Page {
    code: "weak-modal",
    family: Family::Wording,
    title: "Weak modal",
    flags: "A verb form that leaves open whether the thing is required at all (“should”, “ideally”, “nice to have”).",
    hurts: "One reader counts it as scope, another as a wish. It is cut or built without anyone deciding.",
    example: "The confirmation mail should list the refund date.",
    ask: "Is it needed for this release? Write “must”, or move it to a list of later wishes.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.4 (“shall” requires, “should” prefers); QuARS, weakness and optionality",
};

/// The page of `unclear-reference`.
pub static UNCLEAR_REFERENCE: Page = Page {
    code: "unclear-reference",
    family: Family::Wording,
    title: "Unclear reference",
    flags: "A pronoun or pointer that could stand for more than one thing in reach (“it”, “this”, “as above”).",
    hurts: "Readers resolve it without noticing, each to the nearest thing they have in mind.",
    example: "When a courier hands a parcel to a neighbour, the app must send it a notification.",
    ask: "Who or what is meant? Repeat the noun.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (vague pronouns); INCOSE Guide to Writing Requirements, R24; QuARS, implicity",
};

/// The page of `missing-actor`.
pub static MISSING_ACTOR: Page = Page {
    code: "missing-actor",
    family: Family::Wording,
    title: "Missing actor",
    flags: "An action without anyone to do it, where it matters which person, team or system does.",
    hurts: "The work falls between two teams, or is automated where a person was meant, or the other way round.",
    example: "Refunds above 500 euros must be approved before they are paid out.",
    ask: "Who or what does it? “A support lead approves each refund above 500 euros.”",
    source: "INCOSE Guide to Writing Requirements, R2 (active voice)",
};

/// The page of `comparative-without-base`.
pub static COMPARATIVE_WITHOUT_BASE: Page = Page {
    code: "comparative-without-base",
    family: Family::Wording,
    title: "Comparative without a base",
    flags: "A comparison that does not say with what, or by how much (“faster”, “fewer steps”, “improved”).",
    hurts: "Any change can be called a success, because nobody wrote down where it started.",
    example: "The new checkout makes paying easier and faster.",
    ask: "Compared with what, and by how much? “Median checkout falls from 90 s to 60 s.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (comparative phrases, superlatives); INCOSE Guide to Writing Requirements, R34",
};

/// The page of `placeholder`.
pub static PLACEHOLDER: Page = Page {
    code: "placeholder",
    family: Family::Wording,
    title: "Placeholder",
    flags: "A spot that the author has visibly left to be filled in (“TBD”, “???”, “[amount]”).",
    hurts: "Work starts round a hole, and whoever reaches it first fills it in.",
    example: "Deliveries are free above TBD euros.",
    ask: "Who decides, by when, and what holds until then?",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (a complete set holds no TBD, TBS or TBR)",
};

/// The page of `combined-requirement`.
pub static COMBINED_REQUIREMENT: Page = Page {
    code: "combined-requirement",
    family: Family::Wording,
    title: "Combined requirement",
    flags: "Several requirements in one sentence, so that none can be agreed, tested or dropped by itself.",
    hurts: "Half of it ships, and the item is either closed too early or never.",
    example: "Members must be able to pause their plan, and finance must see past pauses in a report.",
    ask: "Can you accept or cut each part alone? Give each its own sentence.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.5 (singular); INCOSE Guide to Writing Requirements, R18; QuARS, multiplicity",
};

/// The page of `subjective-quality`.
pub static SUBJECTIVE_QUALITY: Page = Page {
    code: "subjective-quality",
    family: Family::Wording,
    title: "Subjective quality",
    flags: "A quality that lies in the eye of whoever looks (“intuitive”, “seamless”, “easy to use”).",
    hurts: "It cannot be tested, so it is settled by whoever speaks last at the demo, after the work is done.",
    example: "Changing the delivery address must be easy and intuitive.",
    ask: "Who must be able to do what, without help, in how many tries or seconds? “9 of 10 new members change it within a minute.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (subjective language); QuARS, subjectivity; INCOSE Guide to Writing Requirements, R7",
};

/// The page of `vague-timing`.
pub static VAGUE_TIMING: Page = Page {
    code: "vague-timing",
    family: Family::Wording,
    title: "Vague timing",
    flags: "A point in time, a duration or a frequency without a limit (“quickly”, “soon”, “periodically”, “real-time”).",
    hurts: "Seconds, hours and days lead to different designs. The guess is made in code, and shows under load or at support.",
    example: "Sellers are told promptly when a payment fails.",
    ask: "How long at most, from which event to which, and in what share of cases? “Within 5 minutes of the bank's refusal, in 99 % of cases.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (ambiguous adverbs); INCOSE Guide to Writing Requirements, R35 (temporal dependencies) and R7",
};

/// The page of `superlative`.
pub static SUPERLATIVE: Page = Page {
    code: "superlative",
    family: Family::Wording,
    title: "Superlative without a target",
    flags: "The best, most or least of something, or to optimise it, with no value that is enough.",
    hurts: "No result ever satisfies it: there is always a better one, and nobody knows when to stop or what to trade for it.",
    example: "The route planner minimises the courier's waiting time.",
    ask: "Which number should move, and which value is good enough? “Median waiting time at most 4 minutes.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.7 (superlatives); INCOSE Guide to Writing Requirements, R34 (measurable performance)",
};

/// The page of `and-or`.
pub static AND_OR: Page = Page {
    code: "and-or",
    family: Family::Wording,
    title: "And/or",
    flags: "Two things joined so that one, the other or both may be meant (“and/or”).",
    hurts: "One team builds a choice, another builds both; tests for one case pass while the other is missing.",
    example: "The refund is announced by mail and/or in the app.",
    ask: "Both, either, or at the user's choice? Write “both … and …”, “either … or …”, or the rule that decides.",
    source: "INCOSE Guide to Writing Requirements, R15 (logical expressions) and R17 (no oblique); Berry, Kamsties and Krieger, From Contract Drafting to Software Specification (2003), and/or",
};

/// The page of `absolute`.
pub static ABSOLUTE: Page = Page {
    code: "absolute",
    family: Family::Wording,
    title: "Absolute",
    flags: "A promise without exception that nothing real keeps, or nobody can test (“at all times”, “error-free”).",
    hurts: "Taken at its word it costs without end; taken lightly, everybody draws a line of their own.",
    example: "The order service is available at all times.",
    ask: "Which share is enough, over which period, and what happens in the rest? “99.9 % a month; otherwise the order is queued.”",
    source: "INCOSE Guide to Writing Requirements, R26 (unachievable absolutes); ISO/IEC/IEEE 29148:2018, 5.2.7 (totality); Berry, Kamsties and Krieger (2003), all and every",
};

/// The page of `negative-requirement`.
pub static NEGATIVE_REQUIREMENT: Page = Page {
    code: "negative-requirement",
    family: Family::Wording,
    title: "Negative requirement",
    flags: "A requirement by what must not be, which leaves open what happens instead (“shall not”, “no … may”).",
    hurts: "To show that something never happens takes endless testing, and what the user sees instead is left to whoever builds it.",
    example: "The till must not accept expired vouchers.",
    ask: "What happens instead? “When a voucher has expired, the till says so and asks for another means of payment.”",
    source: "INCOSE Guide to Writing Requirements, R16 (avoid “not”); ISO/IEC/IEEE 29148:2018, 5.2.7 (negative statements)",
};
