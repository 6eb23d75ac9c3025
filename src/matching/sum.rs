//! Sums whose parts have names.

/// A weighted sum of what was measured. Its parts are put together only when somebody asks for them, which few do.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    names: &'static [&'static str],
    /// As many of them as there are names count.
    values: [f32; Sum::MOST],
    weights: &'static [f32],
}

/// One part of a sum: of a candidate's score, or of the log-odds that the best one is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// What was measured.
    pub signal: &'static str,
    /// The measurement, usually between 0 and 1.
    pub value: f64,
    /// `value` times the signal's weight: what it adds to the score.
    pub adds: f64,
}

impl Sum {
    /// A sum has no more parts than this.
    const MOST: usize = 20;

    /// The sum of values, each with its name and weight.
    pub(super) fn new<const N: usize>(
        names: &'static [&'static str; N],
        values: &[f32; N],
        weights: &'static [f32; N],
    ) -> Sum {
        const { assert!(N <= Sum::MOST) };
        let mut all = [0.0; Sum::MOST];
        all[..N].copy_from_slice(values);
        Sum { names, values: all, weights }
    }

    /// Its parts in order.
    pub fn parts(&self) -> impl Iterator<Item = Contribution> {
        self.names.iter().zip(self.values).zip(self.weights).map(|((signal, value), weight)| Contribution {
            signal,
            value: f64::from(value),
            adds: f64::from(value * weight),
        })
    }
}
