//! The memory through which host and guest exchange bytes. A pointer that the host hands over is never followed: it
//! is looked up among the buffers that were given out, so that a wrong one ends in a panic and in nothing worse.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

/// What `wasm_get_buffer` gives at first.
const FIXED_CAPACITY: usize = 4096;

/// A block for arguments has at least this capacity, so that one that is given back fits most later calls.
const LEAST_CAPACITY: usize = 64;

/// A block above this capacity goes back to the allocator at once.
const LARGEST_SPARE: usize = 64 * 1024;

/// Memory that the host writes to. It is not a `Vec`, which nobody else may write to while it exists. All its bytes
/// are initialised from the beginning, whether or not the host writes them. It is boxed, so that it is handed on in a
/// register: a function that has room for more on its stack pays for that at each call.
struct Block {
    start: NonNull<u8>,
    capacity: usize,
    /// So much of it was asked for.
    length: usize,
}

impl Block {
    #[cold]
    fn new(capacity: usize, length: usize) -> Box<Self> {
        let layout = Self::layout(capacity);
        // SAFETY: the layout's size is not zero, since no caller asks for less than LEAST_CAPACITY.
        let start = unsafe { alloc_zeroed(layout) };
        let Some(start) = NonNull::new(start) else { handle_alloc_error(layout) };
        Box::new(Self { start, capacity, length })
    }

    fn layout(capacity: usize) -> Layout {
        debug_assert!(capacity > 0);
        Layout::from_size_align(capacity, 8).expect("a buffer cannot be larger than the memory")
    }

    fn address(&self) -> usize {
        self.start.as_ptr().expose_provenance()
    }

    fn has(&self, address: usize, length: usize) -> bool {
        self.address() == address && length <= self.length
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: allocated by new with the same layout.
        unsafe { dealloc(self.start.as_ptr(), Self::layout(self.capacity)) }
    }
}

struct Buffers {
    /// Given out by `wasm_prepare_buffer` and not yet read: the newest, which most often is the only one, and those
    /// before it.
    newest: Option<Box<Block>>,
    older: Vec<Block>,
    /// A block whose call is over, for the next one.
    spare: Option<Box<Block>>,
    /// What `wasm_get_buffer` gave out, and what it was before it grew: a call may be reading that. Each is at least
    /// twice as large as the one before, so what is kept in vain is never more than what is in use.
    fixed: Vec<Block>,
    /// The bytes of the last result.
    result: Vec<u8>,
}

impl Buffers {
    const NONE: Self = Self { newest: None, older: Vec::new(), spare: None, fixed: Vec::new(), result: Vec::new() };
}

/// Where the newest fixed block is. Apart from the rest, and never written by a call: to borrow the buffers or to count
/// who reads them took longer than all else that a call does.
#[derive(Clone, Copy)]
struct Fixed {
    start: NonNull<u8>,
    capacity: usize,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = const { RefCell::new(Buffers::NONE) };
    static FIXED: Cell<Option<Fixed>> = const { Cell::new(None) };
}

/// No borrow outlives its action, and no action panics or runs code of others: after a trap the next call finds the
/// buffers usable.
fn with<R>(action: impl FnOnce(&mut Buffers) -> R) -> R {
    BUFFERS.with(|buffers| action(&mut buffers.borrow_mut()))
}

/// A new buffer for the arguments of one call: its address and length.
pub fn prepare(length: usize) -> (usize, usize) {
    let spare = with(|buffers| {
        if buffers.newest.is_some() {
            return None;
        }
        let mut block = buffers.spare.take_if(|block| block.capacity >= length)?;
        let address = block.address();
        block.length = length;
        buffers.newest = Some(block);
        Some(address)
    });
    (spare.unwrap_or_else(|| prepare_new(length)), length)
}

#[cold]
fn prepare_new(length: usize) -> usize {
    let block = Block::new(length.max(LEAST_CAPACITY), length);
    let address = block.address();
    with(|buffers| buffers.older.extend(buffers.newest.replace(block).map(|block| *block)));
    address
}

/// The one buffer that stays: its address and capacity.
pub fn fixed() -> (usize, usize) {
    grow(FIXED_CAPACITY)
}

/// The same, at least so large. If it must move, the content is lost.
pub fn grow(length: usize) -> (usize, usize) {
    if let Some(Fixed { start, capacity }) = FIXED.get()
        && capacity >= length
    {
        return (start.as_ptr().expose_provenance(), capacity);
    }
    let capacity = length.max(FIXED_CAPACITY).checked_next_power_of_two().unwrap_or(length);
    let block = Block::new(capacity, capacity);
    let (start, address) = (block.start, block.address());
    with(|buffers| buffers.fixed.push(*block));
    FIXED.set(Some(Fixed { start, capacity }));
    (address, capacity)
}

/// The arguments of a call. They are freed when it is dropped, unless they lie in the buffer that stays.
pub struct Argument {
    start: NonNull<u8>,
    length: usize,
    /// Where the bytes lie, unless in a fixed block.
    block: Option<Box<Block>>,
}

impl Argument {
    /// Panics if the address is not that of a buffer which was given out, or the length exceeds it.
    #[inline]
    pub fn take(address: usize, length: usize) -> Self {
        match FIXED.get() {
            Some(fixed) if fixed.start.as_ptr().addr() == address && length <= fixed.capacity => {
                Self { start: fixed.start, length, block: None }
            }
            _ => {
                let block = take_prepared(address, length);
                Self { start: block.start, length, block: Some(block) }
            }
        }
    }

    #[inline]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: take found the length to be no more than the block's, whose bytes are all initialised. The block is
        // this argument's, or a fixed one, which stays as long as its thread. The host writes only between calls, and
        // code of the guest that runs while the slice lives has no way to write to the block.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl Drop for Argument {
    #[inline]
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            give_back(block);
        }
    }
}

/// Not inlined, as little as `give_back`: every exported function has the code of `Argument`.
#[inline(never)]
fn take_prepared(address: usize, length: usize) -> Box<Block> {
    with(|buffers| buffers.newest.take_if(|newest| newest.has(address, length)))
        .unwrap_or_else(|| take_older(address, length))
}

#[cold]
fn take_older(address: usize, length: usize) -> Box<Block> {
    let found = with(|buffers| {
        let index = buffers.older.iter().rposition(|older| older.has(address, length))?;
        Some(buffers.older.swap_remove(index))
    });
    match found {
        Some(block) => Box::new(block),
        None => panic!("there is no argument buffer of {length} bytes at {address}"),
    }
}

#[inline(never)]
fn give_back(block: Box<Block>) {
    let other = with(|buffers| match &buffers.spare {
        Some(spare) if spare.capacity >= block.capacity => Some(block),
        _ if block.capacity > LARGEST_SPARE => Some(block),
        _ => buffers.spare.replace(block),
    });
    if let Some(other) = other {
        free(other);
    }
}

#[cold]
fn free(block: Box<Block>) {
    drop(block);
}

/// Has the result written into a buffer that stays as it is until the next result: its address and length.
pub fn result(write: impl FnOnce(&mut Vec<u8>)) -> (usize, usize) {
    let mut bytes = with(|buffers| std::mem::take(&mut buffers.result));
    bytes.clear();
    write(&mut bytes);
    let place = (bytes.as_ptr().expose_provenance(), bytes.len());
    let other = with(|buffers| std::mem::replace(&mut buffers.result, bytes));
    drop(other);
    place
}

/// As exports return it: the address in the upper 32 bits, the length in the lower ones.
pub fn pack((address, length): (usize, usize)) -> u64 {
    (address as u64) << 32 | length as u64
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What the host does between two calls.
    pub fn write(address: usize, bytes: &[u8]) {
        let to = std::ptr::with_exposed_provenance_mut::<u8>(address);
        unsafe { to.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) }
    }

    pub fn read((address, length): (usize, usize)) -> Vec<u8> {
        let from = std::ptr::with_exposed_provenance::<u8>(address);
        unsafe { std::slice::from_raw_parts(from, length) }.to_vec()
    }

    /// The bytes as the arguments of a call, in a buffer of their own.
    pub fn prepared(bytes: &[u8]) -> (usize, usize) {
        let place = prepare(bytes.len());
        write(place.0, bytes);
        place
    }

    fn take(place: (usize, usize)) -> Vec<u8> {
        Argument::take(place.0, place.1).bytes().to_vec()
    }

    #[test]
    fn a_prepared_buffer_is_read_once() {
        let place = prepared(b"abc");
        assert_eq!(take(place), b"abc");
        assert!(std::panic::catch_unwind(|| take(place)).is_err());
    }

    #[test]
    fn several_buffers_may_wait_for_their_calls() {
        let places: Vec<_> = (0..5u8).map(|i| prepared(&[i; 100])).collect();
        for i in [3, 0, 4, 1, 2u8] {
            assert_eq!(take(places[usize::from(i)]), [i; 100]);
        }
    }

    #[test]
    fn a_freed_buffer_serves_again() {
        let first = prepared(&[1; 40]);
        take(first);
        let second = prepared(&[2; 60]);
        assert_eq!(first.0, second.0);
        assert_eq!(take(second), [2; 60]);
        let large = prepared(&[3; 100_000]);
        assert_eq!(take(large), [3; 100_000]);
        assert!(with(|buffers| buffers.spare.as_ref().is_none_or(|spare| spare.capacity <= LARGEST_SPARE)));
    }

    #[test]
    fn bytes_that_the_host_did_not_write_are_initialised() {
        let place = prepare(16);
        assert_eq!(take(place), [0; 16]);
    }

    #[test]
    fn empty_arguments_have_an_address() {
        let one = prepare(0);
        let other = prepare(0);
        assert_ne!(one.0, other.0);
        assert_eq!(take(one), b"");
        assert_eq!(take(other), b"");
    }

    #[test]
    fn the_fixed_buffer_stays() {
        let (address, capacity) = fixed();
        assert_eq!(fixed(), (address, capacity));
        for i in 0..3u8 {
            write(address, &[i; 20]);
            assert_eq!(take((address, 20)), [i; 20]);
        }
        assert_eq!(grow(capacity), (address, capacity));
    }

    #[test]
    fn the_fixed_buffer_grows_while_it_is_read() {
        let (address, capacity) = fixed();
        write(address, b"before");
        let argument = Argument::take(address, 6);
        let (grown, larger) = grow(capacity + 1);
        assert!(larger > capacity);
        write(grown, b"behind");
        assert_eq!(argument.bytes(), b"before");
        drop(argument);
        assert_eq!(take((grown, 6)), b"behind");
        assert_eq!(fixed(), (grown, larger));
        assert!(std::panic::catch_unwind(|| take((address, 6))).is_err());
    }

    #[test]
    fn wrong_places_panic_and_do_no_harm() {
        let (address, capacity) = fixed();
        let place = prepared(b"abc");
        for wrong in [
            (0, 0),
            (8, 3),
            (address, capacity + 1),
            (address + 1, 3),
            (place.0, 4),
            (place.0 + 1, 2),
            (usize::MAX, 1),
            (place.0, usize::MAX),
        ] {
            assert!(std::panic::catch_unwind(|| take(wrong)).is_err(), "{wrong:?}");
        }
        assert_eq!(take(place), b"abc");
        assert!(std::panic::catch_unwind(|| prepare(usize::MAX)).is_err());
        assert!(std::panic::catch_unwind(|| grow(usize::MAX)).is_err());
    }

    #[test]
    fn a_result_stays_until_the_next() {
        let first = result(|bytes| bytes.extend_from_slice(b"first"));
        take(prepared(b"another call's arguments"));
        assert_eq!(read(first), b"first");
        let second = result(|bytes| bytes.extend_from_slice(b"2"));
        assert_eq!(read(second), b"2");
    }

    #[test]
    fn a_result_may_be_made_while_another_is() {
        let outer = result(|bytes| {
            let inner = result(|bytes| bytes.extend_from_slice(b"inner"));
            assert_eq!(read(inner), b"inner");
            bytes.extend_from_slice(b"outer");
        });
        assert_eq!(read(outer), b"outer");
    }

    #[test]
    fn a_panic_while_a_result_is_written_leaves_the_buffers_usable() {
        assert!(std::panic::catch_unwind(|| result(|_| panic!())).is_err());
        assert_eq!(read(result(|bytes| bytes.push(1))), [1]);
    }

    #[test]
    fn an_address_and_a_length_are_one_number() {
        assert_eq!(pack((0x8000_0010, 0xffff_ffff)), 0x8000_0010_ffff_ffff);
    }
}
