//! Records with a nested one, texts, a list, optional values, under every ABI of serde's.

use mortise_pdk::export;
use serde::{Deserialize, Serialize};

#[derive(Clone, Deserialize, Serialize)]
pub struct Item {
    pub name: String,
    pub count: i32,
    pub cents: i64,
}

#[derive(Deserialize, Serialize)]
pub struct Customer {
    pub name: String,
    pub email: Option<String>,
    pub regular: bool,
}

#[derive(Deserialize, Serialize)]
pub struct Order {
    pub number: i64,
    pub customer: Customer,
    pub items: Vec<Item>,
    pub discount: Option<f64>,
}

#[derive(Deserialize, Serialize)]
pub struct Receipt {
    pub number: i64,
    pub text: String,
    pub count: i32,
    pub cents: i64,
    /// Of one piece, the first of several.
    pub dearest: Option<Item>,
}

/// The discount is a share of the sum, from 0 to 1; cents are rounded down.
pub fn receipt(order: Order) -> Receipt {
    let Order { number, customer, items, discount } = order;
    let sum: i64 = items.iter().map(|item| i64::from(item.count) * item.cents).sum();
    let to = customer.email.map_or(customer.name.clone(), |email| format!("{} <{email}>", customer.name));
    let kind = if customer.regular { "regular" } else { "new" };
    Receipt {
        number,
        text: format!("order {number} of the {kind} customer {to}"),
        count: items.iter().map(|item| item.count).sum(),
        cents: (sum as f64 * (1.0 - discount.unwrap_or(0.0))).floor() as i64,
        dearest: items.into_iter().reduce(|dearest, item| if item.cents > dearest.cents { item } else { dearest }),
    }
}

export! {
    bincode1 fn receipt_bincode(order: Order) -> Receipt {
        receipt(order)
    }

    bincode2 fn receipt_bincode2(order: Order) -> Receipt {
        receipt(order)
    }

    messagepack fn receipt_msgpack(order: Order) -> Receipt {
        receipt(order)
    }

    json fn receipt_json(order: Order) -> Receipt {
        receipt(order)
    }
}
