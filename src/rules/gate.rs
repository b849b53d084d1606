//! Gates: when a term that was found means nothing. Each is named in the lexicon; what it looks at is a [`Sight`].

use super::sight::Sight;
use super::standing::Standing;
use serde::Deserialize;

/// Says when a term stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// A number with a unit or a limit stands in the same sentence.
    Measured,
    /// The sentence says with what it compares.
    Compared,
    /// The sentence is a question.
    Question,
    /// A word right before takes the claim back: “not fast”, “as fast as”, “none of them relevant”.
    Tempered,
    /// The term judges what is there: “the default is sufficient”.
    Judgement,
    /// The words speak of a thing already known: “the improved banner”.
    Definite,
    /// The list is of examples or stands in brackets, in a sentence that demands nothing.
    Example,
    /// The term stands in brackets.
    Brackets,
    /// Brackets right behind the noun say which are meant: “appropriate badges (read-only, destructive)”.
    Specified,
    /// The term stands in the label of an item: “Very large files: the upload must stop”.
    Label,
    /// The sentence states no requirement, and no heading says that it does.
    NoRequirement,
    /// The sentence states no requirement, and says nothing that users can do.
    Plain,
    /// The sentence holds no word that demands, whatever the heading says.
    NoDemand,
    /// The sentence holds no word that demands, and does not begin with the term, as a goal in few words does.
    Remark,
    /// The term opens its sentence: “At a minimum, there is …”.
    Opening,
    /// We speak of what we do or think, not of what we need.
    FirstPerson,
    /// The sentence says what would or might be.
    Hypothetical,
    /// The term stands in the condition of a sentence: “given several servers, …”.
    Condition,
    /// What the term means follows: “gracefully, by keeping the draft”.
    Explained,
    /// The sentence says that there is something: “there are several ways”.
    Existential,
    /// The passage explains, recalls or rules out.
    Story,
    /// The document states no requirements with “must” or “shall”, or says what its modal verbs mean.
    NothingElseBinds,
    /// The passage stands apart from requirements, and holds no binding word itself.
    Aside,
    /// The word is written in capitals.
    Capitals,
    /// The clause speaks of us, of opinions or of expectations.
    Opinion,
    /// The next word makes it a name for something else, as in “a TODO app”.
    Compound,
    /// Another word follows, so that the words mean something else: “and more uncertain”.
    WordFollows,
    /// The sentence turns a condition round, or states what is likely: “should we ever”, “this should help”.
    Likelihood,
    /// The verb that belongs to the word is left out: “silent when it should (in tests)”.
    Elliptical,
}

impl Gate {
    /// Tells whether the term seen is to be passed over.
    pub fn silences(self, sight: &Sight<'_>) -> bool {
        match self {
            Self::Measured => sight.is_measured(),
            Self::Compared => sight.is_compared(),
            Self::Question => sight.is_question(),
            Self::Tempered => sight.is_tempered(),
            Self::Judgement => sight.is_judgement(),
            Self::Definite => sight.follows(&sight.grammar.definite),
            Self::Example => !sight.states_requirement() && sight.is_example(),
            Self::Brackets => sight.is_in_brackets(),
            Self::Specified => sight.is_specified(),
            Self::Label => sight.is_in_label(),
            Self::NoRequirement => !sight.states_requirement(),
            Self::Plain => {
                sight.standing == Standing::Story || !(sight.states_requirement() || sight.offers())
            }
            Self::NoDemand => sight.standing == Standing::Story || !(sight.demands() || sight.offers()),
            Self::Remark => !sight.demands() && !sight.opens_sentence(),
            Self::Opening => sight.opens_sentence(),
            Self::FirstPerson => sight.is_first_person(),
            Self::Hypothetical => sight.has_one_of(&sight.grammar.hypothetical),
            Self::Condition => sight.is_condition(),
            Self::Explained => sight.is_explained(),
            Self::Existential => sight.is_existential(),
            Self::Story => sight.standing == Standing::Story,
            Self::NothingElseBinds => !sight.profile.binds() || sight.profile.defines_modals(),
            Self::Aside => sight.is_aside(),
            Self::Capitals => sight.words().chars().all(|char| !char.is_lowercase()),
            Self::Opinion => sight.is_opinion(),
            Self::Compound => sight.is_compound(),
            Self::WordFollows => sight.after().starts_with(char::is_alphanumeric),
            Self::Likelihood => sight.is_likelihood(),
            Self::Elliptical => sight.is_elliptical(),
        }
    }
}
