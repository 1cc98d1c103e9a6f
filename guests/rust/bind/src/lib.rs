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

    bincode1 fn negate_bincode(x: i32) -> i32 {
        x.wrapping_neg()
    }

    bincode1 fn greet_bincode(name: String) -> String {
        format!("Good morning, {name}")
    }

    bincode2 fn negate_bincode2(x: i32) -> i32 {
        x.wrapping_neg()
    }

    bincode2 fn greet_bincode2(name: String) -> String {
        format!("Good morning, {name}")
    }

    messagepack fn negate_msgpack(x: i32) -> i32 {
        x.wrapping_neg()
    }

    messagepack fn greet_msgpack(name: String) -> String {
        format!("Good morning, {name}")
    }

    json fn negate_json(x: i32) -> i32 {
        x.wrapping_neg()
    }

    json fn greet_json(name: String) -> String {
        format!("Good morning, {name}")
    }

    protobuf fn negate_protobuf(x: i32) -> i32 {
        x.wrapping_neg()
    }

    protobuf fn greet_protobuf(name: String) -> String {
        format!("Good morning, {name}")
    }
}
