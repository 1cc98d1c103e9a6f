use lab_peer::{Call, Result};
use wasmtime::{Instance, Memory, Store, TypedFunc, WasmParams, WasmResults};
use wasmtime_wasi::p1::WasiP1Ctx;

pub struct Guest {
    pub store: Store<WasiP1Ctx>,
    pub instance: Instance,
}

impl lab_peer::Guest for Guest {
    type Memory = Memory;

    #[inline]
    fn memory(&mut self) -> Result<Memory> {
        let memory = self.instance.get_memory(&mut self.store, "memory");
        memory.ok_or_else(|| "the guest exports no memory".into())
    }

    #[inline]
    fn write(&mut self, memory: &Memory, address: u32, bytes: &[u8]) -> Result<()> {
        Ok(memory.write(&mut self.store, address as usize, bytes)?)
    }

    #[inline]
    fn write_numbers(&mut self, memory: &Memory, address: u32, numbers: &[u32]) -> Result<()> {
        let place = address as usize..address as usize + size_of_val(numbers);
        let bytes = memory.data_mut(&mut self.store).get_mut(place).ok_or("the buffer ends outside of the memory")?;
        for (bytes, number) in bytes.as_chunks_mut().0.iter_mut().zip(numbers) {
            *bytes = number.to_le_bytes();
        }
        Ok(())
    }
}

impl<P: WasmParams, R: WasmResults> Call<P, R> for Guest {
    type Function = TypedFunc<P, R>;

    #[inline]
    fn function(&mut self, name: &str) -> Result<TypedFunc<P, R>> {
        Ok(self.instance.get_typed_func(&mut self.store, name)?)
    }

    #[inline]
    fn call(&mut self, function: &TypedFunc<P, R>, parameters: P) -> Result<R> {
        Ok(function.call(&mut self.store, parameters)?)
    }
}
