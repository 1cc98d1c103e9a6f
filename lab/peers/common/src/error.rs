use std::error;
use std::fmt;

/// Anything that went wrong; [`Usage`] and [`Impossible`] among them have exit codes of their own.
pub type Error = Box<dyn error::Error + Send + Sync>;

pub type Result<T> = std::result::Result<T, Error>;

/// A command line that makes no sense.
#[derive(Debug)]
pub struct Usage(pub String);

/// What this runtime cannot do: no failure, but no figure either.
#[derive(Debug)]
pub struct Impossible(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Usage {}

impl error::Error for Impossible {}

/// One line with what is behind it.
pub(crate) fn describe(error: &Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line = format!("{line}: {cause}");
        source = cause.source();
    }
    line.replace('\n', " ")
}

pub(crate) fn exit_code(error: &Error) -> u8 {
    if error.is::<Usage>() {
        2
    } else if error.is::<Impossible>() {
        3
    } else {
        1
    }
}
