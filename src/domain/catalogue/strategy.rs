//! Pages of the kinds that are seen by holding the document against the strategy.

use super::{Family, Page};

/// The page of `strategy-conflict`.
pub static STRATEGY_CONFLICT: Page = Page {
    code: "strategy-conflict",
    family: Family::Strategy,
    title: "Conflict with the strategy",
    flags: "A passage of the spec that works against a goal, principle or boundary quoted from the strategy.",
    hurts: "The team delivers well what the company has decided not to do.",
    example: "Spec: “Enterprise single sign-on comes first.” Strategy: “This year we serve shops with fewer than 20 staff.”",
    ask: "Does the spec change, or the strategy? If it is an exception, who granted it?",
    source: "Rumelt, Good Strategy/Bad Strategy (2011): coherent action",
};

/// The page of `no-goal`.
pub static NO_GOAL: Page = Page {
    code: "no-goal",
    family: Family::Strategy,
    title: "Requirement without a goal",
    flags: "A requirement that serves no goal in the spec or the strategy, so its purpose is unknown.",
    hurts: "It costs as much as the ones that matter, and cannot be ranked against them.",
    example: "The dashboard also offers a dark theme.",
    ask: "Which goal does it serve, and what would be lost without it? If nothing, cut it.",
    source: "ISO/IEC/IEEE 29148:2018, 5.2.5 (necessary); van Lamsweerde, Goal-Oriented Requirements Engineering (2001)",
};

/// The page of `goal-without-requirement`.
pub static GOAL_WITHOUT_REQUIREMENT: Page = Page {
    code: "goal-without-requirement",
    family: Family::Strategy,
    title: "Goal without a requirement",
    flags: "A stated goal that nothing in the spec would bring closer.",
    hurts: "Everything ships on time and the goal is missed.",
    example: "Goal: “Halve the calls about late deliveries.” No requirement tells customers where their delivery is.",
    ask: "Which requirement moves it? Add one, or say that another project owns the goal.",
    source: "van Lamsweerde, Goal-Oriented Requirements Engineering (2001): completeness against goals",
};

/// The page of `output-not-outcome`.
pub static OUTPUT_NOT_OUTCOME: Page = Page {
    code: "output-not-outcome",
    family: Family::Strategy,
    title: "Output instead of outcome",
    flags: "A goal that names something to ship, or a date, not the change it makes for someone.",
    hurts: "Shipping counts as success, whether or not anyone is better off.",
    example: "Our goal is to launch the partner portal in the third quarter.",
    ask: "Who will be able to do what, and how will we see that they do? “Half of our partners register deals themselves by December.”",
    source: "Perri, Escaping the Build Trap (2018); Seiden, Outcomes Over Output (2019)",
};

/// The page of `solution-without-problem`.
pub static SOLUTION_WITHOUT_PROBLEM: Page = Page {
    code: "solution-without-problem",
    family: Family::Strategy,
    title: "Solution without a problem",
    flags: "A solution laid down without the problem it solves, whose it is, or how that is known.",
    hurts: "Cheaper or better answers are never looked for, and the wrong problem may be solved well.",
    example: "We will add a chatbot to the help centre.",
    ask: "Which problem, for whom, how often, and how do we know? What else would solve it?",
    source: "Rumelt, Good Strategy/Bad Strategy (2011): diagnosis; ISO/IEC/IEEE 29148:2018, 5.2.7 (what, not how); INCOSE Guide to Writing Requirements, R31",
};

/// The page of `conflicting-incentives`.
pub static CONFLICTING_INCENTIVES: Page = Page {
    code: "conflicting-incentives",
    family: Family::Strategy,
    title: "Conflicting incentives",
    flags: "Two goals, measures or teams' rewards that pull apart, with no rule for which gives way.",
    hurts: "Each team wins by its own number while the product loses, and the trade-off is made in private.",
    example: "Support is measured by shorter calls; retention is measured by calls that win the customer back.",
    ask: "When both cannot be had, which one gives way, how far, and who decides?",
    source: "Kerr, On the Folly of Rewarding A, While Hoping for B (1975)",
};
