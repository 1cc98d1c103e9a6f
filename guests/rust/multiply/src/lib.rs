//! What `bind` has of it, alone: where the time to compile a guest is measured, it has nothing else in it.

mortise_pdk::export! {
    direct fn multiply(x: i32, y: i32) -> i32 {
        x * y
    }

    c_struct fn multiply_struct(x: i32, y: i32) -> i32 {
        x * y
    }

    bincode1 fn multiply_bincode(x: i32, y: i32) -> i32 {
        x * y
    }
}
