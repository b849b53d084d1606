//! Pages of the kinds of unstated assumptions.

use super::{Family, Page};

/// The page of `user`.
pub static USER: Page = Page {
    code: "user",
    family: Family::Assumption,
    title: "Assumption about users",
    flags: "Takes for granted who the users are, or what they want, know, can do or will do.",
    hurts: "The product works as written and nobody uses it, or those who need it most cannot.",
    example: "Drivers confirm each stop in the app. (Takes for granted a hand free and a charged phone.)",
    ask: "What have we seen users do that shows this? Ask or watch five of them before building.",
    source: "Cagan, Inspired (2017): value and usability risk; ISO/IEC/IEEE 29148:2018, 5.2.7 (assumptions are documented and validated)",
};

/// The page of `business`.
pub static BUSINESS: Page = Page {
    code: "business",
    family: Family::Assumption,
    title: "Assumption about the business",
    flags: "Takes for granted the market, price, cost, revenue, or the backing of those who sell and fund it.",
    hurts: "The product is right and does not pay, or those who must sell it will not.",
    example: "Members upgrade to the paid plan after the trial. (Takes for granted the price they will pay.)",
    ask: "Which number must hold for this to pay, and who in sales or finance has confirmed it?",
    source: "Cagan, Inspired (2017): business viability risk; ISO/IEC/IEEE 29148:2018, 5.2.7 (assumptions are documented and validated)",
};

/// The page of `technical`.
pub static TECHNICAL: Page = Page {
    code: "technical",
    family: Family::Assumption,
    title: "Technical assumption",
    flags: "Takes for granted that our own systems or the chosen technology can do it, at the needed scale.",
    hurts: "The plan holds until the first test under real load, and then the design is redone.",
    example: "Stock levels are shown live in every shop. (Takes for granted that tills report within seconds.)",
    ask: "Has it been shown to work at that size? Which experiment of a day would tell?",
    source: "Cagan, Inspired (2017): feasibility risk; ISO/IEC/IEEE 29148:2018, 5.2.5 (feasible)",
};

/// The page of `dependency`.
pub static DEPENDENCY: Page = Page {
    code: "dependency",
    family: Family::Assumption,
    title: "Assumption about a dependency",
    flags: "Takes for granted that another team, supplier or product delivers what is needed and keeps it working.",
    hurts: "The other side has other plans, and the date slips for a reason nobody here can change.",
    example: "Parcels are tracked through the carrier's interface. (Takes for granted that the carrier opens it to us.)",
    ask: "Do they know, have they agreed, and what do we do if they are late or stop?",
    source: "ISO/IEC/IEEE 29148:2018, outline of a software requirements specification (assumptions and dependencies)",
};

/// The page of `data`.
pub static DATA: Page = Page {
    code: "data",
    family: Family::Assumption,
    title: "Assumption about data",
    flags: "Takes for granted that data exists, is right, complete and fresh enough, and can be matched.",
    hurts: "The feature is built and shows nonsense, or nothing, to a share of users that nobody counted.",
    example: "We greet customers on their birthday. (Takes for granted that we hold correct dates of birth.)",
    ask: "What share of records has it, and how right is it? Count before building.",
    source: "clarify's own; ISO/IEC/IEEE 29148:2018, 5.2.7 (assumptions are documented and validated)",
};

/// The page of `legal`.
pub static LEGAL: Page = Page {
    code: "legal",
    family: Family::Assumption,
    title: "Legal assumption",
    flags: "Takes for granted that law, contracts, licences or consent allow it, everywhere it is offered.",
    hurts: "It is stopped days before launch, or after it, with a fine.",
    example: "We share purchase histories with partner shops. (Takes for granted that customers agreed.)",
    ask: "Which rule or contract applies in each country, and who in legal has said yes?",
    source: "clarify's own; ISO/IEC/IEEE 29148:2018, 5.2.7 (assumptions are documented and validated)",
};

/// The page of `operational`.
pub static OPERATIONAL: Page = Page {
    code: "operational",
    family: Family::Assumption,
    title: "Operational assumption",
    flags: "Takes for granted that someone will run, watch, support, moderate or pay for it after launch.",
    hurts: "It launches well and decays: queues grow, alarms go unread, costs surprise.",
    example: "Reported reviews are checked within a day. (Takes for granted that someone works at weekends.)",
    ask: "Who does it on a Sunday, with how many cases a day, and out of whose budget?",
    source: "clarify's own; perspective-based reading (Basili et al., 1996)",
};

/// The page of `timeline`.
pub static TIMELINE: Page = Page {
    code: "timeline",
    family: Family::Assumption,
    title: "Assumption about time",
    flags: "Takes for granted that the time is enough: effort, order of work, start, and the people free.",
    hurts: "The date was promised before the work was known, and scope or quality pays for it in the last weeks.",
    example: "The new tariff goes live with the January price list. (Takes for granted that testing fits before the December freeze.)",
    ask: "Who estimated it, what must be done first, and what is cut if it takes twice as long?",
    source: "Buehler, Griffin and Ross, Exploring the “Planning Fallacy” (1994)",
};
