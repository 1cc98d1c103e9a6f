//! A list of objects, linked through their states.

use crate::objects::Objects;

/// Where a list ends.
pub const NONE: u32 = u32::MAX;

/// An object's place in a list.
#[derive(Clone, Copy)]
pub struct Links {
    pub previous: u32,
    pub next: u32,
}

impl Default for Links {
    fn default() -> Self {
        Self { previous: NONE, next: NONE }
    }
}

/// The state of an object that may be in a list.
pub trait Linked {
    fn links(&mut self) -> &mut Links;
}

impl Linked for Links {
    fn links(&mut self) -> &mut Links {
        self
    }
}

#[derive(Clone, Copy)]
pub struct List {
    pub first: u32,
    pub last: u32,
}

impl List {
    pub const EMPTY: Self = Self { first: NONE, last: NONE };

    #[inline]
    pub fn append<T: Linked>(&mut self, objects: &mut Objects<T>, number: u32) {
        *objects[number].state.links() = Links { previous: self.last, next: NONE };
        if self.last == NONE {
            self.first = number;
        } else {
            objects[self.last].state.links().next = number;
        }
        self.last = number;
    }

    #[inline]
    pub fn remove<T: Linked>(&mut self, objects: &mut Objects<T>, number: u32) {
        let Links { previous, next } = *objects[number].state.links();
        if previous == NONE {
            self.first = next;
        } else {
            objects[previous].state.links().next = next;
        }
        if next == NONE {
            self.last = previous;
        } else {
            objects[next].state.links().previous = previous;
        }
    }
}
