//! A program that uses WASI as Rust's standard library does. The first argument says what to do.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::process::exit;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let operands: Vec<&str> = arguments.iter().skip(2).map(String::as_str).collect();
    let result = match (arguments.get(1).map(String::as_str), operands.as_slice()) {
        (Some("arguments"), rest) => print_all(rest),
        (Some("environment"), _) => environment(),
        (Some("echo"), _) => echo(),
        (Some("lines"), _) => lines(),
        (Some("files"), [directory]) => files(directory),
        (Some("cat"), [path]) => cat(path),
        (Some("touch"), [path]) => File::create(path).map(|_| ()),
        (Some("clock"), _) => clock(),
        (Some("sleep"), [seconds]) => {
            sleep(Duration::from_secs(seconds.parse().unwrap()));
            Ok(())
        }
        (Some("exit"), [code]) => exit(code.parse().unwrap()),
        (Some("panic"), _) => panic!("as it was told"),
        _ => {
            eprintln!("tour: no such thing to do: {arguments:?}");
            exit(2)
        }
    };
    if let Err(error) = result {
        eprintln!("tour: {error}");
        exit(1);
    }
}

fn print_all(texts: &[&str]) -> io::Result<()> {
    texts.iter().try_for_each(|text| writeln!(io::stdout(), "{text}"))
}

fn environment() -> io::Result<()> {
    env::vars().try_for_each(|(name, value)| writeln!(io::stdout(), "{name}={value}"))
}

fn echo() -> io::Result<()> {
    io::copy(&mut io::stdin(), &mut io::stdout()).map(|_| ())
}

fn lines() -> io::Result<()> {
    println!("{}", io::stdin().lock().lines().count());
    Ok(())
}

fn cat(path: &str) -> io::Result<()> {
    io::copy(&mut File::open(path)?, &mut io::stdout()).map(|_| ())
}

fn clock() -> io::Result<()> {
    let start = Instant::now();
    let before = SystemTime::now();
    sleep(Duration::from_millis(1500));
    println!("{} {}", before.duration_since(UNIX_EPOCH).unwrap().as_millis(), start.elapsed().as_millis());
    Ok(())
}

/// Most of what can be done with files, in a directory that is empty before and after.
fn files(directory: &str) -> io::Result<()> {
    let path = |name: &str| format!("{directory}/{name}");
    fs::create_dir_all(path("deep/deeper"))?;
    fs::write(path("deep/a"), "one\ntwo\n")?;
    writeln!(OpenOptions::new().append(true).open(path("deep/a"))?, "three")?;
    print!("{}", fs::read_to_string(path("deep/a"))?);

    let mut file = OpenOptions::new().read(true).write(true).open(path("deep/a"))?;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(b"TWO")?;
    file.seek(SeekFrom::End(-6))?;
    let mut rest = String::new();
    file.read_to_string(&mut rest)?;
    print!("{rest}");
    file.set_len(7)?;
    file.sync_all()?;
    println!("{} {}", file.metadata()?.len(), file.metadata()?.is_file());
    println!("{:?}", fs::read_to_string(path("deep/a"))?);

    fs::rename(path("deep/a"), path("deep/deeper/b"))?;
    fs::copy(path("deep/deeper/b"), path("c"))?;
    fs::hard_link(path("c"), path("d"))?;
    println!("{:?}", fs::read_to_string(path("./deep/../d"))?);
    let mut names: Vec<String> = fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| format!("{:?} {}", entry.file_name(), entry.file_type().unwrap().is_dir())))
        .collect::<io::Result<_>>()?;
    names.sort();
    println!("{names:?}");

    println!("{:?}", File::create_new(path("c")).unwrap_err().kind());
    println!("{:?}", File::open(path("gone")).unwrap_err().kind());
    println!("{:?}", fs::remove_dir(path("deep")).unwrap_err().kind());
    println!("{:?}", fs::read_dir(path("c")).unwrap_err().kind());
    println!("{:?}", fs::read_to_string("/etc/passwd").unwrap_err().kind());
    println!("{:?}", fs::read_to_string(path("../../etc/passwd")).unwrap_err().kind());

    fs::remove_dir_all(path("deep"))?;
    fs::remove_file(path("c"))?;
    fs::remove_file(path("d"))?;
    println!("{}", fs::read_dir(directory)?.count());
    Ok(())
}
