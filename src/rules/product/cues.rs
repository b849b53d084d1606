//! The words by which headings and sentences show what they tell: data, with the two functions that look them up.

use regex::Regex;
use std::sync::LazyLock;

/// A pattern of words, compiled when it is first looked for.
pub type Cue = LazyLock<Regex>;

/// Compiles a pattern of whole words in small letters, to be looked for in text in small letters: a pattern that does not
/// care for letter case takes several times as long to compile. `x` mode, so that a blank is written `\ `.
macro_rules! cue {
    ($words:literal) => {
        LazyLock::new(|| {
            Regex::new(concat!(r"(?x-u) \b (?: ", $words, r" ) \b")).expect("the pattern is valid")
        })
    };
}

/// Headings over a problem.
pub static PROBLEM_HEADING: Cue = cue!(
    r"problems? | why | background | motivation | context | inspiration | pains? | pain\ points? | opportunity | opportunities | challenges? | needs?
    | current\ (?:state|situation|behaviou?r) | status\ quo | today | rationale | business\ (?:case|value) | what(?:'s|’s|\ is)\ wrong | issues? | situation
    | benefits? | drivers? | user\ research | findings | lineage"
);

/// Sentences that tell what is wrong.
pub static PROBLEM: Cue = cue!(
    r"problems? | pain\ points? | pains? | struggl(?:e|es|ing) | complain(?:s|ed|t|ts)? | frustrat(?:ed|ing|ion) | friction | today | currently | at\ present
    | so\ far | until\ now | as\ of\ now | too\ (?:slow|long|many|often|late|much|hard|difficult) | (?:is|are)\ (?:slow|hard|difficult|confusing|painful|missing|lost|stuck|broken|limited)
    | no\ way\ to | have\ to | has\ to | had\ to | cannot | can't | can’t | unable | hard\ to | difficult\ to | wast(?:e|es|ed|ing) | without\ (?:this|it) | because
    | keeps?\ [a-z]+ing | forget | loses? | root\ cause | gap | gaps | silently"
);

/// Headings under which a solution stands.
pub static SOLUTION_HEADING: Cue = cue!(
    r"solutions? | proposals? | proposed | design | approach | architecture | implementation | how\ it\ works | technical\ (?:details?|description|design)"
);

/// Sentences that lay down a solution.
pub static SOLUTION: Cue = cue!(
    r"we\ (?:will|are\ going\ to|plan\ to|propose\ to|should|want\ to|intend\ to)\ (?:add|build|create|introduce|implement|launch|ship|develop|provide|replace|offer|roll\ out|integrate|migrate|deploy|use)
    | (?:proposed\ solution | the\ solution\ is | this\ (?:feature|spec|project|release|proposal)\ (?:adds|introduces|builds|creates|implements|provides|replaces))"
);

/// Headings over users.
pub static USER_HEADING: Cue = cue!(
    r"users? | customers? | who | audiences? | personas? | stakeholders? | actors? | target\ (?:group|market) | roles? | user\ stor(?:y|ies) | segments?"
);

/// Words for people with a part in something, but for the users of nothing in particular.
pub static PEOPLE: Cue = cue!(
    r"customers? | clients? | buyers? | members? | guests? | visitors? | admins? | administrators? | operators? | developers? | engineers? | devs? | employees? | staff | agents? | patients?
    | doctors? | nurses? | students? | teachers? | pupils? | drivers? | merchants? | sellers? | suppliers? | vendors? | subscribers? | shoppers? | readers? | authors? | editors? | analysts?
    | managers? | designers? | testers? | maintainers? | contributors? | reviewers? | auditors? | citizens? | applicants? | grantors? | grantees? | owners? | tenants? | parents? | children | players?
    | travell?ers? | passengers? | pickers? | couriers? | clerks? | teams? | people | colleagues? | partners? | consumers? | creators? | explorers? | as\ an?\ [a-z-]+ | everybody | everyone | households? | treasurers? | persona | audience"
);

/// Words for users of nothing in particular.
pub static ANY_USER: Cue = cue!(r"users? | end-?users?");

/// What tells which users are meant.
pub static WHICH_USER: Cue = cue!(
    r"users\ (?:who|whose|that|with|without|of|in|on|from|running|at) | (?:new|existing|power|business|mobile|desktop|signed-in|logged-in|paying|free|registered|anonymous|internal|external|macos|windows|linux|cli|ui|first-time|non-technical|technical|blind|enterprise|community|headless|admin)\ users?"
);

/// Headings over measures of success.
pub static MEASURE_HEADING: Cue = cue!(
    r"metrics? | measures? | measurements? | measuring | measurable | success | kpis? | okrs? | key\ results? | outcomes? | impact | targets? | looks\ like | how\ (?:will\ )?we(?:’ll|'ll)?\ (?:will\ )?know | evaluation | results | hypothes[ie]s | telemetry"
);

/// Sentences that tell a measure of success.
pub static MEASURE: Cue = cue!(
    r"success\ (?:is|means|metric|metrics|looks|criteri(?:a|on)) | succeed(?:s|ed)?\ (?:if|when) | measured?\ (?:by|as|success) | metrics? | kpis? | targets? | we(?:’ll|'ll|\ will|\ shall)\ know | baseline
    | below\ [0-9.]+\ ?%? \ by | (?:from|below|above|under|over|to|at\ least|at\ most|of|share|want)\ [a-z\ ]{0,30}[0-9.]+\ ?(?:%|percent) | conversion | adoption\ rate | retention\ rate | churn | nps | net\ promoter"
);

/// Headings over what is left out.
pub static OUT_HEADING: Cue = cue!(
    r"out[-\ ]of[-\ ]scope | not\ in\ scope | non-?\ ?goals? | no-?goals | (?:not|won't|won’t|don't|don’t|isn't|not\ be)\ (?:do|doing|building|build|included?|covered?|goals?|a\ goal) | exclusions? | excluded | limitations? | limits\ of | boundar(?:y|ies)
    | scope | deferred | later | future\ (?:work|considerations?|directions?|extensions?|steps) | future | not\ now | parking\ lot | constraints | won't | won’t | what\ we\ leave\ out | leaves?\ out | anti-?goals"
);

/// Sentences that tell what is left out.
pub static OUT: Cue = cue!(
    r"out[-\ ]of[-\ ]scope | not\ in\ scope | outside\ (?:of\ )?(?:the\ )?scope | non-?goals? | not\ (?:part\ of|included|covered|supported|considered|considering|planned|a\ goal|in\ v1) | (?:do|does|will)\ not\ (?:include|cover|support|change|address|touch)
    | won't\ (?:be|include|cover|support) | won’t\ (?:be|include|cover|support) | (?:is|are)\ (?:excluded|unchanged|deferred|descoped) | no\ changes? | cut\ from | for\ now | deferred\ (?:to|until) | left\ (?:out|for) | separate\ (?:spec|project|deliverable|document|rfc|issue|effort) | later\ (?:release|version|phase) | follow-?up"
);

/// Words that name an owner, author or one who decides.
pub static OWNER: Cue = cue!(
    r"owners? | owned\ by | authors? | written\ by | created\ by | prepared\ by | dri | (?:point\ of\ )?contact | champions? | sponsors? | product\ (?:manager|owner|lead) | decision[-\ ]makers? | approvers? | approved\ by | decided\ by | decides | sign(?:s|ed)?[-\ ]off\ by
    | responsible | accountable | raci | lead | led\ by | reviewers? | reviewed\ by | assignee | maintainers? | pm"
);

/// Verbs that open a goal which names something to make.
pub static OUTPUT: Cue = cue!(
    r"launch | ship | build | deliver | create | develop | implement | release | migrate | add | roll\ out | complete | set\ up | publish | write | introduce | finish | deploy | redesign | rewrite | integrate | begin | start | prepare | establish | document | provide | adopt | hire | design"
);

/// Words that make a goal tell what changes for someone.
pub static OUTCOME: Cue = cue!(
    r"so\ that | in\ order\ to | can | able | (?:allow|enable|let|help)s?\ [a-z]+ | without | from | fewer | less | more | faster | sooner | reduc(?:e|es|ed|ing) | increas(?:e|es|ed|ing) | improv(?:e|es|ed|ing) | rais(?:e|es|ing) | lower(?:s|ing)? | cut(?:s|ting)? | sav(?:e|es|ing) | instead | no\ longer | grow(?:s|th|ing)? | at\ least | at\ most | percent | half | twice | so\ (?:customers|users|people|teams|we|they)"
);

/// Words that make a line a measure: something that is counted or timed.
pub static COUNTED: Cue = cue!(
    r"number\ of | rates? | shares? | percentages? | counts? | conversion | retention\ rate | satisfaction | nps | latency | volume | revenue | costs? | churn | adoption | usage | visits? | visitors | downloads? | sign-?ups? | tickets? | contacts? | calls? | hours\ spent | time\ (?:to|spent|from|between) | score | errors? | complaints? | availability | uptime | engagement | redemption | orders? | deliveries | returns?"
);

/// Words that make a line a measure also where lines are acceptance criteria.
pub static PLAINLY_COUNTED: Cue = cue!(
    r"number\ of | percentage | share\ of | conversion | retention\ rate | satisfaction | nps | latency | revenue | churn | adoption | hours\ spent | time\ (?:to|spent) | score"
);

/// Words that make a line speak of change.
pub static CHANGE: Cue = cue!(
    r"increas(?:e|es|ed|ing) | reduc(?:e|es|ed|ing|tion) | improv(?:e|es|ed|ing|ement) | decreas(?:e|es|ed|ing) | grow(?:s|th|ing)? | rais(?:e|es|ed|ing) | lower | fewer | more | less | higher | faster | cut(?:s)? | doubl(?:e|es|ed) | halv(?:e|es|ed) | up\ by | down\ by | better"
);

/// Words that give a baseline.
pub static BASELINE: Cue = cue!(
    r"from | baseline | today | currently | current | now | versus | vs | compared | than\ (?:the|in|before|today|last|with|v|on|a) | previously | previous | existing | as\ of | was | were | used\ to | before | instead\ of | down\ to | new | relative\ to | over\ the | against | than"
);

/// Words that give a target without a number.
pub static TARGET: Cue = cue!(
    r"zero | none | no | never | all | every | each | any | always | half | third | quarter | twice | double | doubled | halve | halved | one | two | three | four | five | six | seven | ten | only | identical | exactly | without | same | must | pass | passes | 100 | target"
);

/// Headings and titles of documents that are no product spec.
pub static NO_SPEC: Cue = cue!(
    r"goals | minutes | attendance | attendees | agenda | standup | retro | retrospective | changelog | change\ log\ of | release\ notes | glossary | decisions | roadmap | okrs? | meeting | kickoff | constitution | principles | handbook | readme | faq\ page | strategy | vision | north\ star | goals\ for | persona | business\ model | objectives | charter"
);

/// Titles that make a document a product spec, whatever else they hold.
pub static SPEC_TITLE: Cue = cue!(
    r"specifications? | specs? | prd | rfc | request\ for\ comments | proposal | feature | requirements?"
);

/// Headings and sentences that make a document a product spec.
pub static SPEC: Cue = cue!(
    r"requirements? | specification | spec | prd | rfc | request\ for\ comments | proposal | proposed | feature | user\ stor(?:y|ies) | acceptance\ criteria | scope | success\ criteria | deliverable | rollout | launch | we\ (?:want|will|would\ like|propose) | goals? | solution"
);
