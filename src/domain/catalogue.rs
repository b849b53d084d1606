//! The catalogue: a page for every kind of finding, shown by `clarify explain CODE`.
