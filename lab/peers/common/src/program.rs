use crate::error::{describe, exit_code};
use crate::outcome::{list, text};
use crate::{Outcome, Request, Result, Usage};
use std::env;
use std::process::ExitCode;

/// A peer.
pub struct Program {
    /// Its name and version.
    pub runtime: &'static str,
    pub variants: Vec<Variant>,
    /// Variants that are not in this build, and why.
    pub left_out: Vec<(&'static str, String)>,
}

/// One way to use a runtime, such as one of its compilers.
pub struct Variant {
    /// Its value of the key `variant`; empty if there is only one.
    pub key: &'static str,
    /// For people; may be empty.
    pub title: &'static str,
    pub tasks: Vec<Task>,
}

pub struct Task {
    name: &'static str,
    keys: &'static [&'static str],
    run: Box<dyn Fn(&Request) -> Result<Outcome>>,
}

impl Task {
    pub fn new(
        name: &'static str,
        keys: &'static [&'static str],
        run: impl Fn(&Request) -> Result<Outcome> + 'static,
    ) -> Self {
        Self { name, keys, run: Box::new(run) }
    }
}

impl Program {
    /// Does what the command line says.
    pub fn main(&self) -> ExitCode {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match self.run(&arguments) {
            Ok(line) => {
                println!("{line}");
                ExitCode::SUCCESS
            }
            Err(problem) => {
                eprintln!("{}", describe(&problem));
                ExitCode::from(exit_code(&problem))
            }
        }
    }

    fn run(&self, arguments: &[String]) -> Result<String> {
        let [name, words @ ..] = arguments else {
            return Err(Usage("usage: PROGRAM TASK key=value ..., or PROGRAM --tasks".into()).into());
        };
        if name == "--tasks" {
            return Ok(self.describe());
        }
        let key = words.iter().find_map(|word| word.strip_prefix("variant=")).unwrap_or(self.variants[0].key);
        let variant = self
            .variants
            .iter()
            .find(|variant| variant.key == key)
            .ok_or_else(|| Usage(format!("there is no variant '{key}'")))?;
        let task = variant
            .tasks
            .iter()
            .find(|task| task.name == name)
            .ok_or_else(|| crate::Impossible(format!("{} has no task '{name}'", self.runtime)))?;
        let outcome = (task.run)(&Request::parse(words, task.keys)?)?;
        Ok(outcome.to_json(&match variant.title {
            "" => self.runtime.to_owned(),
            title => format!("{} ({title})", self.runtime),
        }))
    }

    fn describe(&self) -> String {
        let variants: Vec<_> = self
            .variants
            .iter()
            .map(|variant| {
                let names: Vec<_> = variant.tasks.iter().map(|task| text(task.name)).collect();
                format!("{}:[{}]", text(variant.key), list(&names))
            })
            .collect();
        let left_out: Vec<_> =
            self.left_out.iter().map(|(key, reason)| format!("{}:{}", text(key), text(reason))).collect();
        format!(
            r#"{{"runtime":{},"variants":{{{}}},"leftOut":{{{}}}}}"#,
            text(self.runtime),
            list(&variants),
            list(&left_out)
        )
    }
}
