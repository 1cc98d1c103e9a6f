//! The same functions under every ABI.

mod order;
mod order_message;
mod shape;

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

    bincode2 fn multiply_bincode2(x: i32, y: i32) -> i32 {
        x * y
    }

    messagepack fn multiply_msgpack(x: i32, y: i32) -> i32 {
        x * y
    }

    json fn multiply_json(x: i32, y: i32) -> i32 {
        x * y
    }

    protobuf fn multiply_protobuf(x: i32, y: i32) -> i32 {
        x * y
    }
}
