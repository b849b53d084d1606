//! What can be wrong with a sentence, in words for its author and its writer.

/// Says what is wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It names no fact.
    #[error("it names no fact that proves it")]
    NoFact,
    /// It names a fact that does not exist, or must not be used.
    #[error("there is no fact {0}")]
    UnknownFact(String),
    /// A figure stands in no proof.
    #[error("“{0}” stands in none of the quotes of {1}")]
    Figure(String, String),
    /// A rough figure was made exact.
    #[error("“{0}” is only about so much in {1}")]
    LostAbout(String, String),
    /// A bound was lost or made up.
    #[error("“{0}” is bounded otherwise in {1} (at least, at most)")]
    OtherBound(String, String),
    /// A name stands in no proof.
    #[error("the name “{0}” stands in none of the quotes of {1}")]
    Name(String, String),
    /// A hedge was lost.
    #[error("{1} says “{0}”, and the sentence says it without")]
    LostHedge(String, String),
    /// An opinion is told as if it were settled.
    #[error("{0} is an opinion{1}, and the sentence tells it as settled")]
    OpinionAsFact(String, String),
    /// Something open is told as decided.
    #[error("{0} is no decision ({1}), and stands among what was decided")]
    NotDecided(String, &'static str),
    /// Something settled is told as open.
    #[error("nothing about {0} is open, and it stands among what is not decided")]
    NotOpen(String),
    /// An ask that the facts do not make.
    #[error("no action, owner, date, constraint or open point asks for it: it belongs in the suggestions")]
    NotAsked,
    /// A word of decision that no fact holds.
    #[error("“{0}” is firmer than {1}")]
    Firmer(String, String),
    /// Most of it is not in the facts.
    #[error("it says more than {0}: {1}")]
    SaysMore(String, String),
}
