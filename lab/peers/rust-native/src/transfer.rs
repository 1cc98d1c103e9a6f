use lab_peer::{Form, List, Outcome, Request, Result, measure};
use std::hint::black_box;

/// What remains of handing a list over when there is nobody to hand it to: to add up the numbers, and with a form to
/// encode the list, copy the bytes and decode them.
pub fn run(request: &Request) -> Result<Outcome> {
    let list = List::of_bytes(request.number("bytes")?);
    if request.optional("abi").is_none() {
        return measure(&request.budget()?, || Ok(black_box(&list).sum()), |sum| sum.to_string());
    }
    let bytes = list.to_bytes();
    let mut buffer = Vec::new();
    let mut copy = Vec::new();
    let form = Form::of(request)?;
    let operation = || {
        let sum = match form {
            Form::Struct => {
                buffer.clear();
                buffer.extend(black_box(&list).numbers.iter().flat_map(|number| number.to_le_bytes()));
                List::sum_of_bytes(black_box(&buffer))
            }
            Form::Bytes => {
                copy_to(&mut copy, black_box(&bytes));
                List::sum_of_bytes(black_box(&copy))
            }
            Form::Encoded(codec) => {
                codec.encode(black_box(&list), &mut buffer);
                copy_to(&mut copy, &buffer);
                codec.decode(black_box(&copy)).sum()
            }
        };
        Ok(sum)
    };
    measure(&request.budget()?, operation, |sum| sum.to_string())
}

fn copy_to(copy: &mut Vec<u8>, bytes: &[u8]) {
    copy.clear();
    copy.extend_from_slice(bytes);
}
