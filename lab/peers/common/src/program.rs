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
}

/// One way to use a runtime, such as one of its compilers.
pub struct Variant {
    /// Its value of the key `variant`; empty if there is only one.
    pub key: &'static str,
    /// For people; may be empty.
    pub title: &'static str,
    pub tasks: Vec<Task>,
}

/// How a task is asked for. Every runtime takes all its keys, also those that make no difference to it.
pub struct Signature {
    pub name: &'static str,
    pub keys: &'static [&'static str],
}

pub struct Task {
    signature: Signature,
    run: Box<dyn Fn(&Request) -> Result<Outcome>>,
}

impl Task {
    pub fn new(signature: Signature, run: impl Fn(&Request) -> Result<Outcome> + 'static) -> Self {
        Self { signature, run: Box::new(run) }
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
            .find(|task| task.signature.name == name)
            .ok_or_else(|| crate::Impossible(format!("{} has no task '{name}'", self.runtime)))?;
        let outcome = (task.run)(&Request::parse(words, task.signature.keys)?)?;
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
                let names: Vec<_> = variant.tasks.iter().map(|task| text(task.signature.name)).collect();
                format!("{}:[{}]", text(variant.key), list(&names))
            })
            .collect();
        format!(r#"{{"runtime":{},"variants":{{{}}}}}"#, text(self.runtime), list(&variants))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Program {
        let signature = Signature { name: "guess", keys: &["number"] };
        let guess = |request: &Request| {
            Ok(Outcome { check: request.number::<u32>("number")?.to_string(), ..Outcome::default() })
        };
        Program {
            runtime: "oracle 1",
            variants: vec![Variant { key: "fast", title: "Fast", tasks: vec![Task::new(signature, guess)] }],
        }
    }

    fn run(words: &[&str]) -> Result<String> {
        program().run(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn it_says_what_there_is_to_run() {
        assert_eq!(run(&["--tasks"]).unwrap(), r#"{"runtime":"oracle 1","variants":{"fast":["guess"]}}"#);
    }

    #[test]
    fn a_task_prints_an_object() {
        assert_eq!(
            run(&["guess", "variant=fast", "number=7"]).unwrap(),
            r#"{"runtime":"oracle 1 (Fast)","unit":"ns","warmup":[],"samples":[],"check":"7"}"#
        );
    }

    #[test]
    fn mistakes_have_exit_codes() {
        let code = |words: &[&str]| exit_code(&run(words).unwrap_err());
        assert_eq!(code(&[]), 2);
        assert_eq!(code(&["sing"]), 3);
        for wrong in ["number=seven", "colour=red", "number", "variant=slow"] {
            assert_eq!(code(&["guess", wrong]), 2, "{wrong}");
        }
        assert_eq!(code(&["guess", "number=1", "number=2"]), 2);
    }
}
