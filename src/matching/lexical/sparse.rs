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
    fn dot(&self, other: &[(FeatureId, f32)]) -> f32 {
        other.iter().map(|&(feature, weight)| weight * self.weight(feature)).sum()
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

/// The vectors of the texts of many targets, one behind the other, so that comparing reads memory in one go.
#[derive(Debug, Default)]
pub(super) struct Texts {
    entries: Vec<(FeatureId, f32)>,
    /// Where each text ends in `entries`; the first starts at 0.
    ends: Vec<u32>,
    /// How many texts the targets have up to and with each.
    targets: Vec<u32>,
}

impl Texts {
    /// Adds a text of the target at work.
    pub(super) fn add(&mut self, text: &Sparse) {
        self.entries.extend(text.iter());
        self.ends.push(self.entries.len() as u32);
    }

    /// Goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        self.targets.push(self.ends.len() as u32);
    }

    /// The cosines of a question with each text of a target.
    pub(super) fn cosines(&self, target: usize, question: &Probe) -> impl Iterator<Item = f32> {
        let before = |ends: &[u32], at: usize| at.checked_sub(1).map_or(0, |at| ends[at] as usize);
        let texts = before(&self.targets, target)..self.targets[target] as usize;
        texts.map(move |text| question.dot(&self.entries[before(&self.ends, text)..self.ends[text] as usize]))
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

/// Takes in the vectors of target after target.
#[derive(Debug)]
pub(super) struct CentroidsBuilder {
    /// Feature, target and weight, target by target.
    entries: Vec<(FeatureId, u32, f32)>,
    targets: usize,
    /// The sums of the target at work, by feature, and which of them are not zero.
    sums: Vec<f32>,
    touched: Vec<FeatureId>,
}

impl CentroidsBuilder {
    pub(super) fn new(features: usize) -> Self {
        CentroidsBuilder { entries: Vec::new(), targets: 0, sums: vec![0.0; features], touched: Vec::new() }
    }

    /// Adds a vector of the target at work, with its share in the mean.
    pub(super) fn add(&mut self, vector: &Sparse, share: f32) {
        for (feature, weight) in vector.iter() {
            let sum = &mut self.sums[feature as usize];
            if *sum == 0.0 {
                self.touched.push(feature);
            }
            *sum += weight * share;
        }
    }

    /// Makes the mean of what was added unit length, and goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        let length = self.touched.iter().map(|&f| self.sums[f as usize].powi(2)).sum::<f32>().sqrt();
        for feature in self.touched.drain(..) {
            let weight = std::mem::take(&mut self.sums[feature as usize]) / length;
            self.entries.push((feature, self.targets as u32, weight));
        }
        self.targets += 1;
    }

    /// Sorts the entries by feature; within a feature they stay in order of the targets.
    pub(super) fn finish(self) -> Centroids {
        let mut rows = vec![0u32; self.sums.len() + 1];
        for &(feature, ..) in &self.entries {
            rows[feature as usize + 1] += 1;
        }
        for feature in 1..rows.len() {
            rows[feature] += rows[feature - 1];
        }
        let mut next = rows.clone();
        let mut entries = vec![(0, 0.0); self.entries.len()];
        for (feature, target, weight) in self.entries {
            let slot = &mut next[feature as usize];
            entries[*slot as usize] = (target, weight);
            *slot += 1;
        }
        Centroids { rows, entries, targets: self.targets }
    }
}
