//! Sparse vectors, and the mean of those of each target.

/// Index of a feature.
pub(super) type FeatureId = u32;

/// A sparse vector of unit length, sorted by feature.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Sparse(Vec<(FeatureId, f32)>);

impl Sparse {
    /// Makes a vector unit length; its features must come in order.
    pub(super) fn unit(mut vector: Vec<(FeatureId, f32)>) -> Sparse {
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, w)| *w /= length);
        }
        Sparse(vector)
    }

    /// Its features with their weights.
    pub(super) fn iter(&self) -> impl Iterator<Item = (FeatureId, f32)> {
        self.0.iter().copied()
    }
}

/// A vector that many others are compared with: each of its features is found in a step or two.
#[derive(Debug)]
pub(in super::super) struct Probe {
    slots: [(FeatureId, f32); Probe::SLOTS],
}

impl Probe {
    const SLOTS: usize = 512;
    /// No feature has this number.
    const EMPTY: FeatureId = FeatureId::MAX;

    pub(super) fn new(vector: &Sparse) -> Probe {
        let mut slots = [(Self::EMPTY, 0.0); Self::SLOTS];
        // A message of thousands of words fills no more than half; its rarest pairs count for nothing then.
        for (feature, weight) in vector.iter().take(Self::SLOTS / 2) {
            let mut at = feature as usize % Self::SLOTS;
            while slots[at].0 != Self::EMPTY {
                at = (at + 1) % Self::SLOTS;
            }
            slots[at] = (feature, weight);
        }
        Probe { slots }
    }

    /// The cosine with another vector of unit length.
    pub(in super::super) fn dot(&self, other: &Sparse) -> f32 {
        other.iter().map(|(feature, weight)| weight * self.weight(feature)).sum()
    }

    fn weight(&self, feature: FeatureId) -> f32 {
        let mut at = feature as usize % Self::SLOTS;
        loop {
            match self.slots[at] {
                (found, weight) if found == feature => return weight,
                (Self::EMPTY, _) => return 0.0,
                _ => at = (at + 1) % Self::SLOTS,
            }
        }
    }
}

/// What is known of each target, as one mean vector, stored by feature so that a question touches only its own rows.
#[derive(Debug)]
pub(super) struct Centroids {
    /// `rows[f]..rows[f + 1]` are the entries of feature `f`.
    rows: Vec<u32>,
    entries: Vec<(u32, f32)>,
    targets: usize,
}

impl Centroids {
    /// The mean of each target's vectors, made unit length.
    pub(super) fn new<'v>(features: usize, vectors_of: impl Iterator<Item = Vec<(&'v Sparse, f32)>>) -> Self {
        let mut by_feature: Vec<Vec<(u32, f32)>> = vec![Vec::new(); features];
        let mut targets = 0;
        let mut sums = vec![0.0f32; features];
        let mut touched: Vec<FeatureId> = Vec::new();
        for (target, vectors) in vectors_of.enumerate() {
            targets = target + 1;
            for (vector, share) in vectors {
                for (feature, weight) in vector.iter() {
                    let sum = &mut sums[feature as usize];
                    if *sum == 0.0 {
                        touched.push(feature);
                    }
                    *sum += weight * share;
                }
            }
            let length = touched.iter().map(|&f| sums[f as usize] * sums[f as usize]).sum::<f32>().sqrt();
            for feature in touched.drain(..) {
                by_feature[feature as usize]
                    .push((target as u32, std::mem::take(&mut sums[feature as usize]) / length));
            }
        }
        let mut rows = Vec::with_capacity(features + 1);
        let mut entries = Vec::with_capacity(by_feature.iter().map(Vec::len).sum());
        rows.push(0);
        for row in by_feature {
            entries.extend(row);
            rows.push(entries.len() as u32);
        }
        Centroids { rows, entries, targets }
    }

    /// The cosine of `question` with each target.
    pub(super) fn cosines(&self, question: &Sparse) -> Vec<f32> {
        let mut cosines = vec![0.0; self.targets];
        for (feature, weight) in question.iter() {
            let row = self.rows[feature as usize] as usize..self.rows[feature as usize + 1] as usize;
            for &(target, entry) in &self.entries[row] {
                cosines[target as usize] += weight * entry;
            }
        }
        cosines
    }
}
