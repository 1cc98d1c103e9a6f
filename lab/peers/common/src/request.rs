use crate::{Budget, Result, Usage};
use std::collections::BTreeMap;
use std::fs;
use std::str::FromStr;
use std::time::Duration;

/// Keys that every task has.
const COMMON: [&str; 3] = ["variant", "warmup", "time"];

/// The `key=value` words of a command line.
pub struct Request {
    values: BTreeMap<String, String>,
}

impl Request {
    pub(crate) fn parse(words: &[String], keys: &[&str]) -> Result<Self> {
        let mut values = BTreeMap::new();
        for word in words {
            let (key, value) = word.split_once('=').ok_or_else(|| Usage(format!("'{word}' is not key=value")))?;
            if !keys.contains(&key) && !COMMON.contains(&key) {
                return Err(Usage(format!("there is no key '{key}' here; there are {}", keys.join(", "))).into());
            }
            if values.insert(key.to_owned(), value.to_owned()).is_some() {
                return Err(Usage(format!("the key '{key}' is given twice")).into());
            }
        }
        Ok(Self { values })
    }

    pub fn optional(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    pub fn text(&self, key: &str) -> Result<&str> {
        self.optional(key).ok_or_else(|| Usage(format!("the key '{key}' is missing")).into())
    }

    pub fn number<T: FromStr>(&self, key: &str) -> Result<T> {
        parse(key, self.text(key)?)
    }

    pub fn number_or<T: FromStr>(&self, key: &str, otherwise: T) -> Result<T> {
        self.optional(key).map_or(Ok(otherwise), |value| parse(key, value))
    }

    /// One of several values, the first if the key is missing.
    pub fn one_of<T: Copy>(&self, key: &str, values: &[(&str, T)]) -> Result<T> {
        let Some(given) = self.optional(key) else { return Ok(values[0].1) };
        values.iter().find(|(name, _)| *name == given).map(|&(_, value)| value).ok_or_else(|| {
            let names: Vec<_> = values.iter().map(|&(name, _)| name).collect();
            Usage(format!("{key} is '{given}', which is not one of {}", names.join(", "))).into()
        })
    }

    /// The bytes of the module.
    pub fn module(&self) -> Result<Vec<u8>> {
        let path = self.text("module")?;
        fs::read(path).map_err(|problem| format!("{path}: {problem}").into())
    }

    pub fn budget(&self) -> Result<Budget> {
        Ok(Budget {
            warmup: Duration::from_millis(self.number_or("warmup", 1000)?),
            time: Duration::from_millis(self.number_or("time", 1000)?),
        })
    }
}

fn parse<T: FromStr>(key: &str, value: &str) -> Result<T> {
    value.parse().map_err(|_| Usage(format!("{key} is '{value}', which is no such number")).into())
}
