//! Exports: of the buffers, and of the functions of a plug-in.

/// How the host gets at the buffers.
#[cfg(target_arch = "wasm32")]
mod buffers {
    use crate::buffers::{fixed, grow, pack, prepare};

    #[unsafe(no_mangle)]
    extern "C" fn wasm_prepare_buffer(size: usize) -> u64 {
        pack(prepare(size))
    }

    #[unsafe(no_mangle)]
    extern "C" fn wasm_get_buffer() -> u64 {
        pack(fixed())
    }

    #[unsafe(no_mangle)]
    extern "C" fn wasm_grow_buffer(size: usize) -> u64 {
        pack(grow(size))
    }
}

/// Exports functions, each under the ABI in front of it: `direct`, `c_struct`, and, with the feature of that name,
/// `bincode1`, `bincode2`, `messagepack`, `json`, `protobuf`. They remain functions that Rust code can call.
///
/// ```
/// mortise_pdk::export! {
///     /// The host passes two numbers.
///     direct fn multiply(x: i32, y: i32) -> i32 {
///         x * y
///     }
///
///     /// The host passes a struct of two numbers.
///     c_struct fn multiply_struct(x: i32, y: i32) -> i32 {
///         x * y
///     }
/// }
/// # fn main() { assert_eq!(multiply(2, 3), 6); }
/// ```
#[macro_export]
macro_rules! export {
    () => {};
    // The result is looked at as a single name first: a number is returned in another way than the rest.
    (
        $(#[$attribute:meta])*
        $abi:ident fn $name:ident($($parameter:ident : $type:ty),* $(,)?) $(-> $result:ident)? $body:block
        $($rest:tt)*
    ) => {
        $(#[$attribute])*
        pub fn $name($($parameter: $type),*) $(-> $result)? $body
        $crate::__exported!($abi $name ($($parameter: $type),*) ($($result)?));
        $crate::export!($($rest)*);
    };
    (
        $(#[$attribute:meta])*
        $abi:ident fn $name:ident($($parameter:ident : $type:ty),* $(,)?) -> $result:ty $body:block
        $($rest:tt)*
    ) => {
        $(#[$attribute])*
        pub fn $name($($parameter: $type),*) -> $result $body
        $crate::__exported!($abi $name ($($parameter: $type),*) ($result));
        $crate::export!($($rest)*);
    };
}

/// One function's export. It exists on every machine, so that it is compiled wherever the plug-in's tests run.
#[doc(hidden)]
#[macro_export]
macro_rules! __exported {
    (direct $name:ident ($($parameter:ident : $type:ty),*) ($($result:ty)?)) => {
        const _: () = {
            use $crate::direct::Number;

            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = stringify!($name)))]
            #[allow(dead_code)]
            extern "C" fn exported($($parameter: <$type as Number>::Raw),*) $(-> <$result as Number>::Raw)? {
                let result = $name($(<$type as Number>::from_raw($parameter)),*);
                $crate::__result!(result $($result)?)
            }
        };
    };
    ($abi:ident $name:ident () $result:tt) => {
        const _: () = {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = stringify!($name)))]
            #[allow(dead_code)]
            extern "C" fn exported() -> $crate::__raw!($result) {
                $crate::__reply!($abi $result $name())
            }
        };
    };
    (c_struct $name:ident ($($parameter:ident : $type:ty),*) $result:tt) => {
        const _: () = {
            $crate::c_struct! {
                struct Arguments { $($parameter: $type),* }
            }

            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = stringify!($name)))]
            #[allow(dead_code)]
            extern "C" fn exported(address: usize, length: usize) -> $crate::__raw!($result) {
                let arguments: Arguments = $crate::c_struct::arguments(address, length);
                $crate::__reply!(c_struct $result $name($(arguments.$parameter),*))
            }
        };
    };
    ($abi:ident $name:ident ($parameter:ident : $type:ty) $result:tt) => {
        const _: () = {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = stringify!($name)))]
            #[allow(dead_code)]
            extern "C" fn exported(address: usize, length: usize) -> $crate::__raw!($result) {
                let argument: $type = $crate::$abi::argument(address, length);
                $crate::__reply!($abi $result $name(argument))
            }
        };
    };
    ($abi:ident $name:ident ($($parameter:ident : $type:ty),*) $result:tt) => {
        const _: () = {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = stringify!($name)))]
            #[allow(dead_code)]
            extern "C" fn exported(address: usize, length: usize) -> $crate::__raw!($result) {
                let ($($parameter),*): ($($type),*) = $crate::$abi::arguments(address, length);
                $crate::__reply!($abi $result $name($($parameter),*))
            }
        };
    };
}

/// The direct result of a function, which may have none.
#[doc(hidden)]
#[macro_export]
macro_rules! __result {
    ($value:ident) => { $value };
    ($value:ident $result:ty) => { <$result as $crate::direct::Number>::into_raw($value) };
}

/// What an export returns for a result: a number as it is, else the place of the encoded result.
#[doc(hidden)]
#[macro_export]
macro_rules! __raw {
    (()) => { () };
    ((bool)) => { <bool as $crate::direct::Number>::Raw };
    ((i8)) => { <i8 as $crate::direct::Number>::Raw };
    ((i16)) => { <i16 as $crate::direct::Number>::Raw };
    ((i32)) => { <i32 as $crate::direct::Number>::Raw };
    ((i64)) => { <i64 as $crate::direct::Number>::Raw };
    ((u8)) => { <u8 as $crate::direct::Number>::Raw };
    ((u16)) => { <u16 as $crate::direct::Number>::Raw };
    ((u32)) => { <u32 as $crate::direct::Number>::Raw };
    ((u64)) => { <u64 as $crate::direct::Number>::Raw };
    ((f32)) => { <f32 as $crate::direct::Number>::Raw };
    ((f64)) => { <f64 as $crate::direct::Number>::Raw };
    (($result:ty)) => { u64 };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __reply {
    ($abi:ident () $value:expr) => { $value };
    ($abi:ident (bool) $value:expr) => { <bool as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (i8) $value:expr) => { <i8 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (i16) $value:expr) => { <i16 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (i32) $value:expr) => { <i32 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (i64) $value:expr) => { <i64 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (u8) $value:expr) => { <u8 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (u16) $value:expr) => { <u16 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (u32) $value:expr) => { <u32 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (u64) $value:expr) => { <u64 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (f32) $value:expr) => { <f32 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident (f64) $value:expr) => { <f64 as $crate::direct::Number>::into_raw($value) };
    ($abi:ident ($result:ty) $value:expr) => { $crate::buffers::pack($crate::$abi::reply(&$value)) };
}
