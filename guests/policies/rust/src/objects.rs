//! All objects ever seen, numbered in that order. Policies link objects by these numbers.

/// 2^32 divided by the golden ratio: multiplication spreads neighbouring ids over the upper bits.
const GOLDEN: u32 = 0x9e37_79b9;

pub struct Objects<T> {
    /// An open hash table: an object's number, plus 1, above its id; 0 is an empty slot. At most half of it is used.
    slots: Vec<u64>,
    objects: Vec<Object<T>>,
}

pub struct Object<T> {
    /// The size that it was first seen with.
    pub size: u64,
    pub cached: bool,
    /// What the policy needs to know of it.
    pub state: T,
}

impl<T: Default> Objects<T> {
    pub fn new() -> Self {
        Self { slots: vec![0; 1024], objects: Vec::new() }
    }

    /// The number of an object, which is made if there is none.
    #[inline]
    pub fn number(&mut self, id: i32, size: u64) -> u32 {
        let id = id.cast_unsigned();
        let mask = self.slots.len() - 1;
        let mut slot = self.home(id);
        loop {
            let entry = self.slots[slot & mask];
            if entry as u32 == id && entry != 0 {
                return (entry >> 32) as u32 - 1;
            }
            // An empty slot has the id 0, too.
            if entry == 0 {
                return self.add(id, size, slot & mask);
            }
            slot += 1;
        }
    }

    fn home(&self, id: u32) -> usize {
        // As many upper bits as number the slots. To count them is cheaper than to load their number.
        let shift = (self.slots.len() as u32).leading_zeros() + 1;
        (id.wrapping_mul(GOLDEN) >> shift) as usize
    }

    #[cold]
    fn add(&mut self, id: u32, size: u64, slot: usize) -> u32 {
        let number = u32::try_from(self.objects.len()).expect("there are not more ids");
        self.objects.push(Object { size, cached: false, state: T::default() });
        self.slots[slot] = (u64::from(number) + 1) << 32 | u64::from(id);
        if self.objects.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let larger = vec![0; self.slots.len() * 2];
        let mask = larger.len() - 1;
        for entry in std::mem::replace(&mut self.slots, larger) {
            if entry != 0 {
                let mut slot = self.home(entry as u32);
                while self.slots[slot & mask] != 0 {
                    slot += 1;
                }
                self.slots[slot & mask] = entry;
            }
        }
    }
}

impl<T> std::ops::Index<u32> for Objects<T> {
    type Output = Object<T>;

    #[inline]
    fn index(&self, number: u32) -> &Object<T> {
        &self.objects[number as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Objects<T> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut Object<T> {
        &mut self.objects[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_numbered_and_keep_their_first_size() {
        let mut objects = Objects::<()>::new();
        let ids = || (0..5000).map(|i: i32| i.wrapping_mul(0x2545_f491)).chain([i32::MIN, i32::MAX, -1]);
        for (number, id) in (0..).zip(ids()) {
            assert_eq!(objects.number(id, number), number as u32);
        }
        for (number, id) in (0..).zip(ids()) {
            assert_eq!(objects.number(id, 7), number as u32);
            assert_eq!(objects[number as u32].size, number);
        }
    }
}
