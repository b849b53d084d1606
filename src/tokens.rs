//! stub
/// t
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Tokens(pub usize);
/// e
pub fn estimate(text: &str) -> Tokens {
    Tokens(text.len() / 4)
}
