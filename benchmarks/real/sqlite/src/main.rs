//! 10,000 inserts, one a statement, then 10,000 queries by key, an index and a report over everything, in memory.

use rusqlite::{Connection, Result, params};

const ROWS: i64 = 10_000;

fn main() -> Result<()> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(
        "create table item (id integer primary key, name text not null, shop integer not null, price real not null)",
    )?;
    let mut insert = database.prepare("insert into item values (?1, ?2, ?3, ?4)")?;
    for id in 0..ROWS {
        // Multiplicative hashing: the keys come in no order, and each once.
        let key = id * 7_919 % ROWS;
        insert.execute(params![key, format!("item {key}"), key % 97, key as f64 / 4.0])?;
    }
    database.execute_batch("create index by_shop on item (shop, price)")?;
    let mut find = database.prepare("select name, price from item where id = ?1")?;
    let mut letters = 0;
    let mut prices = 0.0;
    for id in 0..ROWS {
        let (name, price): (String, f64) = find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        letters += name.len();
        prices += price;
    }
    let (shops, dearest): (i64, f64) = database.query_row(
        "select count(*), max(total) from (select shop, sum(price) as total from item group by shop)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    println!("{letters} {prices} {shops} {dearest}");
    Ok(())
}
