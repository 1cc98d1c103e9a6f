use crate::Result;

/// A runtime with one of its compilers.
pub trait Engine {
    type Module;
    type Guest: Guest;

    /// Without any cache.
    fn compile(&self, wasm: &[u8]) -> Result<Self::Module>;

    /// An instance that is ready for calls: `_initialize` has run if there is one.
    fn instantiate(&self, module: &Self::Module) -> Result<Self::Guest>;
}

/// An instance with the signatures that the lab's guests have.
pub trait Guest:
    Call<(i32, i32), i32> + Call<(i32, i64), i32> + Call<i32, i64> + Call<i64, ()> + Call<(), i64>
{
    type Memory;

    /// The memory, by name.
    fn memory(&mut self) -> Result<Self::Memory>;

    fn write(&mut self, memory: &Self::Memory, address: u32, bytes: &[u8]) -> Result<()>;

    /// One by one, little-endian.
    fn write_numbers(&mut self, memory: &Self::Memory, address: u32, numbers: &[u32]) -> Result<()>;
}

/// Typed calls with these parameters and this result.
pub trait Call<P, R> {
    type Function;

    /// An export, by name.
    fn function(&mut self, name: &str) -> Result<Self::Function>;

    fn call(&mut self, function: &Self::Function, parameters: P) -> Result<R>;
}

/// An export that takes the place of its arguments.
pub(crate) type Taker<G> = <G as Call<(i32, i32), i32>>::Function;
/// An export that gives a buffer of a size.
pub(crate) type Giver<G> = <G as Call<i32, i64>>::Function;

/// What a call through a buffer needs, all of it looked up by name.
pub(crate) struct Exports<G: Guest> {
    pub function: Taker<G>,
    pub memory: G::Memory,
    buffer: Buffer<G>,
}

/// Where the arguments go.
pub(crate) enum Buffer<G: Guest> {
    /// Asked for at each call.
    Dynamic(Giver<G>),
    /// Asked for once.
    Static(u32),
}

impl<G: Guest> Exports<G> {
    /// With the address of the static buffer, if it is to be used.
    pub fn look_up(guest: &mut G, name: &str, fixed: Option<u32>) -> Result<Self> {
        let buffer = match fixed {
            Some(address) => Buffer::Static(address),
            None => Buffer::Dynamic(Call::<i32, i64>::function(guest, "wasm_prepare_buffer")?),
        };
        let function = Call::<(i32, i32), i32>::function(guest, name)?;
        Ok(Self { function, memory: guest.memory()?, buffer })
    }

    /// Where arguments of this length go.
    #[inline]
    pub fn address(&self, guest: &mut G, length: usize) -> Result<u32> {
        match &self.buffer {
            Buffer::Static(address) => Ok(*address),
            Buffer::Dynamic(prepare) => Ok(address_of(Call::<i32, i64>::call(guest, prepare, length as i32)?)),
        }
    }

    #[inline]
    pub fn call(&self, guest: &mut G, arguments: &[u8]) -> Result<i32> {
        let address = self.address(guest, arguments.len())?;
        guest.write(&self.memory, address, arguments)?;
        guest.call(&self.function, (address as i32, arguments.len() as i32))
    }
}

/// The address of the buffer that stays, made larger if it has less than this length.
pub(crate) fn fixed_buffer<G: Guest>(guest: &mut G, length: usize) -> Result<u32> {
    let get = Call::<(), i64>::function(guest, "wasm_get_buffer")?;
    let place = Call::<(), i64>::call(guest, &get, ())?;
    if place as u32 as usize >= length {
        return Ok(address_of(place));
    }
    let grow = Call::<i32, i64>::function(guest, "wasm_grow_buffer")?;
    Ok(address_of(Call::<i32, i64>::call(guest, &grow, length as i32)?))
}

fn address_of(place: i64) -> u32 {
    (place >> 32) as u32
}
