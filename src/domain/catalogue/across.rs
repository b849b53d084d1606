//! Pages of the kinds that are seen by holding documents against each other.

use super::{Family, Page};

/// The page of `cross-contradiction`.
pub static CROSS_CONTRADICTION: Page = Page {
    code: "cross-contradiction",
    family: Family::Across,
    title: "Contradiction between documents",
    flags: "Two documents rule on one subject in two ways: another rule, number, unit, date or owner.",
    hurts: "Each team builds by its own document, and the difference shows when the parts meet, or to a customer.",
    example: "In one document: parcels are kept for 7 days. In another: after 10 days a parcel goes back.",
    ask: "Which of the two holds? Say it in one place, and let the other refer to it.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (a consistent set of requirements); INCOSE Guide to Writing Requirements, C11",
};

/// The page of `term-with-two-meanings`.
pub static TERM_WITH_TWO_MEANINGS: Page = Page {
    code: "term-with-two-meanings",
    family: Family::Across,
    title: "One term, two meanings",
    flags: "Two documents use one term and mean different things by it.",
    hurts: "Rules and figures about the term do not add up, and nobody sees why, since the words agree.",
    example: "In one document an active customer has ordered this year; in another, has opened the app this month.",
    ask: "Which meaning keeps the name? Give the other meaning a name of its own, and both a place in the glossary.",
    source: "INCOSE Guide to Writing Requirements, R36 (use terms consistently); ISO/IEC/IEEE 29148:2018, 5.2.6",
};

/// The page of `thing-with-two-names`.
pub static THING_WITH_TWO_NAMES: Page = Page {
    code: "thing-with-two-names",
    family: Family::Across,
    title: "One thing, two names",
    flags: "Two documents speak of one thing under different names.",
    hurts: "Readers look for a difference that is not there, and build the thing twice.",
    example: "One document says pick-up point, another parcel shop.",
    ask: "Which name stays? Put it into the glossary and use it everywhere.",
    source: "INCOSE Guide to Writing Requirements, R36 (use terms consistently)",
};

/// The page of `unmet-dependency`.
pub static UNMET_DEPENDENCY: Page = Page {
    code: "unmet-dependency",
    family: Family::Across,
    title: "Dependency that is not offered",
    flags: "One document relies on something that the document it would come from does not offer, or rules out.",
    hurts: "The work is planned round a part that nobody builds; it is missed when the parts are put together.",
    example: "Reminders are sent through the message service. The message service's document: only order confirmations.",
    ask: "Who builds the missing part, and by when? Or what does the first document do without it?",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (a complete and feasible set); Davis, Software Requirements (1993)",
};

/// The page of `duplicate-requirement`.
pub static DUPLICATE_REQUIREMENT: Page = Page {
    code: "duplicate-requirement",
    family: Family::Across,
    title: "Requirement stated twice",
    flags: "Two documents make the same demand, in the same words or others.",
    hurts: "It is built and tested twice; the day one copy is changed, the other becomes a contradiction.",
    example: "Two documents both say: a customer can store up to 10 delivery addresses.",
    ask: "Which document owns it? Let the other refer to it.",
    source: "INCOSE Guide to Writing Requirements, R30 (express each need once); ISO/IEC/IEEE 29148:2018, 5.2.6",
};

/// The page of `duplicate-id`.
pub static DUPLICATE_ID: Page = Page {
    code: "duplicate-id",
    family: Family::Across,
    title: "One id, two requirements",
    flags: "Two documents give one id to different requirements.",
    hurts: "A test, a ticket or a contract that names the id proves the wrong requirement.",
    example: "REQ-12 is a password rule in one document and a delivery time in another.",
    ask: "Which keeps the id? Give the other a new one, and tell those who refer to it.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.8 (unique identification); INCOSE Guide to Writing Requirements, A2",
};

/// The page of `dangling-reference`.
pub static DANGLING_REFERENCE: Page = Page {
    code: "dangling-reference",
    family: Family::Across,
    title: "Reference to nothing",
    flags: "A document refers to a document or an id that is not there.",
    hurts: "What the reference should settle is unknown; each reader fills it from memory.",
    example: "Refunds follow REQ-47, where no document has a REQ-47.",
    ask: "What was meant: a renamed document, a removed requirement, or one that was never written?",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.8 (traceability); INCOSE Guide to Writing Requirements, C10 (complete)",
};
