//! Records with a layout in C: a nested one, a text, an array, padding.

use mortise_pdk::{Text, c_struct, export};

c_struct! {
    #[derive(Clone, Copy)]
    pub struct Point (size 16, align 8) {
        pub x: f64,
        pub y: f64,
    }
}

c_struct! {
    /// A polygon with at most four corners.
    pub struct Shape (size 96, align 8) {
        pub name: Text<10>,
        pub closed: bool,
        pub count: i32,
        pub corners: [Point; 4],
        pub scale: f32,
        pub id: i64,
    }
}

c_struct! {
    pub struct Outline (size 64, align 8) {
        pub id: i64,
        pub centre: Point,
        pub length: f64,
        pub label: Text<32>,
    }
}

export! {
    /// The outline's length, the mean of its corners, and a label.
    c_struct fn outline(shape: Shape) -> Outline {
        let count = usize::try_from(shape.count).expect("a count of corners");
        let corners = &shape.corners[..count];
        let scale = f64::from(shape.scale);
        let mean = |coordinate: fn(&Point) -> f64| corners.iter().map(coordinate).sum::<f64>() / count as f64;
        let sides = corners.windows(2).map(|pair| distance(pair[0], pair[1])).sum::<f64>();
        let closing = if shape.closed { distance(corners[count - 1], corners[0]) } else { 0.0 };
        Outline {
            id: shape.id,
            centre: Point { x: mean(|corner| corner.x) * scale, y: mean(|corner| corner.y) * scale },
            length: (sides + closing) * scale,
            label: Text::new(&format!("{} with {count} corners", shape.name)),
        }
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
