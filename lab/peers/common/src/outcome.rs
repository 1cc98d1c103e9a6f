use std::fmt::{Display, Write};
use std::time::Duration;

/// What a task found out.
#[derive(Default)]
pub struct Outcome {
    /// Nanoseconds per operation, in the order they were taken.
    pub warmup: Vec<f64>,
    /// Likewise, of the measure itself.
    pub samples: Vec<f64>,
    /// What every contender must give for the same task.
    pub check: String,
    pub split: Option<Split>,
}

/// Where the time of a program went that ran once.
#[derive(Default)]
pub struct Split {
    pub load: Duration,
    pub compile: Duration,
    pub instantiate: Duration,
    pub run: Duration,
}

impl Outcome {
    pub(crate) fn to_json(&self, runtime: &str) -> String {
        let split = self.split.as_ref().map(Split::to_json).unwrap_or_default();
        format!(
            r#"{{"runtime":{},"unit":"ns","warmup":[{}],"samples":[{}],"check":{}{split}}}"#,
            text(runtime),
            list(&self.warmup),
            list(&self.samples),
            text(&self.check)
        )
    }
}

impl Split {
    fn to_json(&self) -> String {
        format!(
            r#","split":{{"load":{},"compile":{},"instantiate":{},"run":{}}}"#,
            self.load.as_nanos(),
            self.compile.as_nanos(),
            self.instantiate.as_nanos(),
            self.run.as_nanos()
        )
    }
}

pub(crate) fn list(items: &[impl Display]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

pub(crate) fn text(text: &str) -> String {
    let mut json = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c.is_control() => write!(json, "\\u{:04x}", u32::from(c)).expect("a String takes all"),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}
