//! The same records as messages of Protobuf.

use crate::order::{self, receipt};
use mortise_pdk::export;
use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub struct Item {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(int32, tag = "2")]
    count: i32,
    #[prost(int64, tag = "3")]
    cents: i64,
}

#[derive(Clone, PartialEq, Message)]
pub struct Customer {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, optional, tag = "2")]
    email: Option<String>,
    #[prost(bool, tag = "3")]
    regular: bool,
}

#[derive(Clone, PartialEq, Message)]
pub struct Order {
    #[prost(int64, tag = "1")]
    number: i64,
    /// Messages are always optional in Protobuf; a missing one is an empty one.
    #[prost(message, optional, tag = "2")]
    customer: Option<Customer>,
    #[prost(message, repeated, tag = "3")]
    items: Vec<Item>,
    #[prost(double, optional, tag = "4")]
    discount: Option<f64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Receipt {
    #[prost(int64, tag = "1")]
    number: i64,
    #[prost(string, tag = "2")]
    text: String,
    #[prost(int32, tag = "3")]
    count: i32,
    #[prost(int64, tag = "4")]
    cents: i64,
    #[prost(message, optional, tag = "5")]
    dearest: Option<Item>,
}

impl From<Order> for order::Order {
    fn from(Order { number, customer, items, discount }: Order) -> Self {
        let Customer { name, email, regular } = customer.unwrap_or_default();
        let items = items.into_iter().map(|Item { name, count, cents }| order::Item { name, count, cents }).collect();
        Self { number, customer: order::Customer { name, email, regular }, items, discount }
    }
}

impl From<order::Receipt> for Receipt {
    fn from(order::Receipt { number, text, count, cents, dearest }: order::Receipt) -> Self {
        let dearest = dearest.map(|order::Item { name, count, cents }| Item { name, count, cents });
        Self { number, text, count, cents, dearest }
    }
}

export! {
    protobuf fn receipt_protobuf(order: Order) -> Receipt {
        receipt(order.into()).into()
    }
}
