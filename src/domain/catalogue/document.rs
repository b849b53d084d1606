//! Pages of the kinds that are seen by holding a document against itself.

use super::{Family, Page};

/// The page of `unexpanded-abbreviation`.
pub static UNEXPANDED_ABBREVIATION: Page = Page {
    code: "unexpanded-abbreviation",
    family: Family::Document,
    title: "Abbreviation never expanded",
    flags: "An abbreviation that the document never spells out and that is no household word.",
    hurts: "Readers from another team guess, look it up, or stop reading; two teams may use the same letters for two things.",
    example: "The DPO signs off each export. (Data protection officer, or director of post-purchase operations?)",
    ask: "What do the letters stand for? Spell them out where they first stand.",
    source: "INCOSE Guide to Writing Requirements, R37 (acronyms) and R38 (abbreviations)",
};

/// The page of `dangling-reference`.
pub static DANGLING_REFERENCE: Page = Page {
    code: "dangling-reference",
    family: Family::Document,
    title: "Dangling reference",
    flags: "A pointer to a section, figure, table, requirement, link target or file that does not exist.",
    hurts: "What the reader was sent to find is part of the requirement, and it is not there. Some will think they have the wrong version.",
    example: "Refunds follow the rules in section 7.2. (The document ends with section 6.)",
    ask: "Which place is meant? Correct the pointer, or bring back what it pointed to.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (complete, consistent) and 5.2.7 (incomplete references)",
};

/// The page of `duplicate-identifier`.
pub static DUPLICATE_IDENTIFIER: Page = Page {
    code: "duplicate-identifier",
    family: Family::Document,
    title: "Duplicate identifier",
    flags: "One identifier given to two requirements.",
    hurts: "A test, a ticket or a reply that names it is about either of them. One of the two is traced, and the other is lost.",
    example: "FR-7: Guests pay by card. … FR-7: Guests receive a receipt by mail.",
    ask: "Which of the two keeps the number? Give the other one a new number, and never use an old one again.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.8 (identification: each requirement is uniquely identified)",
};

/// The page of `missing-identifier`.
pub static MISSING_IDENTIFIER: Page = Page {
    code: "missing-identifier",
    family: Family::Document,
    title: "Requirement without an identifier",
    flags: "A requirement without an identifier among others that have one.",
    hurts: "It cannot be traced, tested or changed by name, and the ones who count by number skip it.",
    example: "FR-1: Guests pay by card. FR-2: A receipt is sent. The receipt must list the tax.",
    ask: "Is it a requirement of its own? Number it; if it explains the one above, say so.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.8 (identification)",
};

/// The page of `missing-unit`.
pub static MISSING_UNIT: Page = Page {
    code: "missing-unit",
    family: Family::Document,
    title: "Number without a unit",
    flags: "A time, size, amount of money or other measured thing given as a bare number.",
    hurts: "Seconds are taken for milliseconds and megabytes for kilobytes, and both pass a review.",
    example: "The session timeout is 30.",
    ask: "Thirty what? Write the unit beside each number, or in the head of its column.",
    source: "INCOSE Guide to Writing Requirements, R6 (units of measure); ISO/IEC/IEEE 29148:2018, 5.2.5 (unambiguous)",
};

/// The page of `ambiguous-date`.
pub static AMBIGUOUS_DATE: Page = Page {
    code: "ambiguous-date",
    family: Family::Document,
    title: "Ambiguous date",
    flags: "A date that can be read two ways, or that depends on when it is read.",
    hurts: "Teams plan for different days. “Next quarter” moves with the reader, and 03/04 is in March for some and in April for others.",
    example: "The pilot ends on 03/04/2027, and all customers follow next quarter.",
    ask: "Which day exactly? Write 3 April 2027 or 2027-04-03, and a quarter with its year.",
    source: "ISO 8601-1:2019 (dates); INCOSE Guide to Writing Requirements, R35 (temporal dependencies)",
};
