//! Pages of the kinds that are seen by understanding the document.

use super::{Family, Page};

/// The page of `ambiguous-scope`.
pub static AMBIGUOUS_SCOPE: Page = Page {
    code: "ambiguous-scope",
    family: Family::Meaning,
    title: "Ambiguous scope",
    flags: "Two readings of what or whom the words cover: which users, items, places, or part of the sentence.",
    hurts: "Two teams build for different sets, and the gap or overlap shows when they meet.",
    example: "Only registered customers and guests with a voucher can reserve a table online.",
    ask: "Who or what is in, and who is out? Name one case at the border and say on which side it falls.",
    source: "Berry, Kamsties and Krieger, From Contract Drafting to Software Specification (2003); INCOSE Guide to Writing Requirements, R32",
};

/// The page of `ambiguous-condition`.
pub static AMBIGUOUS_CONDITION: Page = Page {
    code: "ambiguous-condition",
    family: Family::Meaning,
    title: "Ambiguous condition",
    flags: "Two readings of the circumstances under which something holds: mixed “and”/“or”, “unless”, a misplaced “only”.",
    hurts: "The same case passes one team's check and fails another's.",
    example: "Orders above 50 euros or from members and placed before noon ship the same day.",
    ask: "For which combinations does it hold? Write them as a small table, one row a case.",
    source: "Berry, Kamsties and Krieger, From Contract Drafting to Software Specification (2003); INCOSE Guide to Writing Requirements, R15 and R27",
};

/// The page of `ambiguous-timing`.
pub static AMBIGUOUS_TIMING: Page = Page {
    code: "ambiguous-timing",
    family: Family::Meaning,
    title: "Ambiguous timing",
    flags: "Two readings of a date, period, deadline or order: when it starts, when it ends, what comes first.",
    hurts: "Edge cases at midnight, on the last day or across time zones are decided by accident, often with money attached.",
    example: "Customers can return an item within 30 days.",
    ask: "Counted from which event, in which time zone, including which end? Name the first moment that is too late.",
    source: "INCOSE Guide to Writing Requirements, R35 (temporal dependencies); ISO/IEC/IEEE 29148:2018, 5.2.5 (unambiguous)",
};

/// The page of `undefined-term`.
pub static UNDEFINED_TERM: Page = Page {
    code: "undefined-term",
    family: Family::Meaning,
    title: "Undefined term",
    flags: "A name, abbreviation or business word that readers need and no document in reach defines.",
    hurts: "Each team fills in its own definition, and reports that use the same word disagree.",
    example: "Active accounts keep their discount for a year.",
    ask: "What counts as one? Give a definition that decides a borderline case, and put it in the glossary.",
    source: "INCOSE Guide to Writing Requirements, R4 (defined terms)",
};

/// The page of `inconsistent-term`.
pub static INCONSISTENT_TERM: Page = Page {
    code: "inconsistent-term",
    family: Family::Meaning,
    title: "Inconsistent term",
    flags: "One thing under two names, or one name for two things, so readers cannot tell which is meant.",
    hurts: "Teams build two things where one was meant, or merge two that must stay apart.",
    example: "A booking can be moved once. Cancelled reservations are kept for a year.",
    ask: "Are they the same? Choose one word for each thing and keep to it.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (consistent); INCOSE Guide to Writing Requirements, R36",
};

/// The page of `contradiction`.
pub static CONTRADICTION: Page = Page {
    code: "contradiction",
    family: Family::Meaning,
    title: "Contradiction",
    flags: "Two passages that cannot both hold in one situation, within the spec or against a decision.",
    hurts: "Whichever is built, someone can show that the spec said otherwise.",
    example: "Guests can check out without an account. … Every order belongs to a registered customer.",
    ask: "Which of the two holds? Change or delete the other.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (consistent)",
};

/// The page of `missing-case`.
pub static MISSING_CASE: Page = Page {
    code: "missing-case",
    family: Family::Meaning,
    title: "Missing case",
    flags: "A situation that will occur, with no behaviour stated: failure, refusal, nothing there, limits, two at once.",
    hurts: "The happy path is designed; the rest is improvised at a keyboard, and users meet it first.",
    example: "The customer pays by card and receives a ticket.",
    ask: "What should happen when it fails, is empty, comes twice or arrives late? “If the card is refused, the seats stay held for 10 minutes.”",
    source: "EARS, unwanted behaviour (Mavin et al., 2009); perspective-based reading (Basili et al., 1996)",
};

/// The page of `missing-decision`.
pub static MISSING_DECISION: Page = Page {
    code: "missing-decision",
    family: Family::Meaning,
    title: "Missing decision",
    flags: "A product choice that the work depends on and the text raises or implies without settling it.",
    hurts: "Work waits for an answer nobody was asked for, or goes ahead on the builder's guess.",
    example: "Existing subscribers will be moved to the new plans, at their old price or the new one.",
    ask: "Which option, who decides, and by when? Until then, which one should the team build for?",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (complete); clarify's own",
};

/// The page of `untestable-outcome`.
pub static UNTESTABLE_OUTCOME: Page = Page {
    code: "untestable-outcome",
    family: Family::Meaning,
    title: "Untestable outcome",
    flags: "A required behaviour for which nobody could write a check that passes or fails as it stands.",
    hurts: "“Done” becomes a matter of opinion, and so does whether the supplier or team is finished.",
    example: "The assistant gives helpful answers to billing questions.",
    ask: "Which observation would prove it, and which would refute it? Give one example of each.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.5 (verifiable); INCOSE Guide to Writing Requirements, R34",
};

/// The page of `missing-metric`.
pub static MISSING_METRIC: Page = Page {
    code: "missing-metric",
    family: Family::Meaning,
    title: "Missing metric",
    flags: "A goal, launch or bet without a measure, target or date by which to say whether it worked.",
    hurts: "After the launch nobody can say whether to go on, change or stop.",
    example: "We launch the loyalty programme to bring customers back more often.",
    ask: "Which number should move, from what to what, by when, and who looks? “Repeat orders in 90 days: 22 % to 27 % by June.”",
    source: "Doerr, Measure What Matters (2018); INCOSE Guide to Writing Requirements, R34",
};
