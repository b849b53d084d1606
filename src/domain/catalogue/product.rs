//! Pages of the kinds that are seen by asking what a product spec has to tell.

use super::{Family, Page};

/// The page of `missing-problem`.
pub static MISSING_PROBLEM: Page = Page {
    code: "missing-problem",
    family: Family::Product,
    title: "No problem statement",
    flags: "A product spec that nowhere tells what is wrong today, or for whom.",
    hurts: "Nobody can say whether the solution is the right one, or stop when the problem is gone.",
    example: "Export: users can download the table as CSV, Excel or PDF. (Why do they need to?)",
    ask: "What goes wrong today, for whom, how often, and how do we know?",
    source: "Rumelt, Good Strategy/Bad Strategy (2011): diagnosis; ISO/IEC/IEEE 29148:2018, 5.2.8 (rationale)",
};

/// The page of `missing-user`.
pub static MISSING_USER: Page = Page {
    code: "missing-user",
    family: Family::Product,
    title: "No user named",
    flags: "A product spec that does not say who it is for: nobody at all, or just “users”.",
    hurts: "Each reader designs for the user they know best, often themselves.",
    example: "Users can filter the list and save the filter. (Buyers, pickers, or the finance team?)",
    ask: "Who is it for, in which situation, and who else meets it? “Pickers at the returns dock, with gloves on.”",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.3 and 6.2 (stakeholders and their needs); clarify's own",
};

/// The page of `incomplete-measure`.
pub static INCOMPLETE_MEASURE: Page = Page {
    code: "incomplete-measure",
    family: Family::Product,
    title: "Measure without a baseline or target",
    flags: "A measure of success that lacks the value to reach, or the value to start from.",
    hurts: "Any result can be called a success afterwards, or a failure.",
    example: "Success: more members redeem their points.",
    ask: "From what to what, by when, measured where? “Members who redeem in 90 days: 31 % in March, 40 % in September.”",
    source: "INCOSE Guide to Writing Requirements, R34 (measurable performance); Doerr, Measure What Matters (2018)",
};

/// The page of `missing-out-of-scope`.
pub static MISSING_OUT_OF_SCOPE: Page = Page {
    code: "missing-out-of-scope",
    family: Family::Product,
    title: "Nothing out of scope",
    flags: "A product spec that never says what it leaves out.",
    hurts: "Everyone adds the neighbouring feature in their head, and finds out at the review that it was not meant.",
    example: "Scope: storing, editing and deleting addresses. (Also for invoices? Also for guests?)",
    ask: "What will people expect that this does not include? Name two or three things.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.6 (complete set) and 6.3 (scope of the system); clarify's own",
};

/// The page of `missing-owner`.
pub static MISSING_OWNER: Page = Page {
    code: "missing-owner",
    family: Family::Product,
    title: "No owner",
    flags: "A product spec without an author, owner or anyone who decides.",
    hurts: "Open questions have nowhere to go, so whoever is closest answers them.",
    example: "Status: draft. Version 0.4. (Whom does one ask?)",
    ask: "Who wrote it, and who decides when two people disagree? Put the names at the top.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.8 (owner as an attribute); clarify's own",
};
