use lab_peer::{Call, Result};
use wasmer::{Instance, Memory, Store, TypedFunction, WasmSlice};

pub struct Guest {
    pub store: Store,
    pub instance: Instance,
}

impl lab_peer::Guest for Guest {
    type Memory = Memory;

    #[inline]
    fn memory(&mut self) -> Result<Memory> {
        Ok(self.instance.exports.get_memory("memory")?.clone())
    }

    #[inline]
    fn write(&mut self, memory: &Memory, address: u32, bytes: &[u8]) -> Result<()> {
        Ok(memory.view(&self.store).write(address.into(), bytes)?)
    }

    #[inline]
    fn write_numbers(&mut self, memory: &Memory, address: u32, numbers: &[u32]) -> Result<()> {
        let view = memory.view(&self.store);
        let slice = WasmSlice::<u32>::new(&view, address.into(), numbers.len() as u64)?;
        let mut place = slice.access()?;
        for (at, &number) in place.as_mut().iter_mut().zip(numbers) {
            *at = number.to_le();
        }
        Ok(())
    }
}

/// Wasmer's calls have their parameters side by side.
macro_rules! call {
    ($parameters:ty => $result:ty, $pattern:pat => $($parameter:expr),*) => {
        impl Call<$parameters, $result> for Guest {
            type Function = TypedFunction<$parameters, $result>;

            #[inline]
            fn function(&mut self, name: &str) -> Result<Self::Function> {
                Ok(self.instance.exports.get_typed_function(&self.store, name)?)
            }

            #[inline]
            fn call(&mut self, function: &Self::Function, $pattern: $parameters) -> Result<$result> {
                Ok(function.call(&mut self.store, $($parameter),*)?)
            }
        }
    };
}

call!((i32, i32) => i32, (a, b) => a, b);
call!((i32, i64) => i32, (a, b) => a, b);
call!(i32 => i64, a => a);
call!(i64 => (), a => a);
call!(() => i64, () => );
