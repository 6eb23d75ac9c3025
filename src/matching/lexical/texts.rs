//! The word vectors of the texts of many targets.

use super::sparse::{FeatureId, Sparse};
use bitcode::{Decode, Encode};

/// What one step of a [`Posting`]'s weight is.
const STEPS: f32 = 32767.0;

/// The vectors of all texts, stored by target and feature: comparing a question with all texts of a target touches only
/// what both have.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct Texts {
    /// Target by target, sorted by feature and text.
    postings: Vec<Posting>,
    targets: Vec<Target>,
    /// How many texts the target at work has so far.
    count: usize,
}

/// A text that has a feature.
#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Posting {
    feature: FeatureId,
    /// Its number among the target's texts.
    text: u16,
    weight: i16,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
struct Target {
    /// Where its postings end; those of the first start at 0.
    end: u32,
    /// How many texts it has.
    texts: u32,
}

impl Texts {
    /// Adds a text of the target at work. A text behind the 65,536th of a target is compared with nothing.
    pub(super) fn add(&mut self, text: &Sparse) {
        if let Ok(at) = u16::try_from(self.count) {
            let posting = |(feature, weight): (FeatureId, f32)| {
                let weight = (weight * STEPS).round() as i16;
                Posting { feature, text: at, weight }
            };
            self.postings.extend(text.iter().map(posting));
        }
        self.count += 1;
    }

    /// Goes on to the next target.
    pub(super) fn finish_target(&mut self) {
        let start = self.targets.last().map_or(0, |target| target.end as usize);
        self.postings[start..].sort_unstable_by_key(|posting| (posting.feature, posting.text));
        let texts = std::mem::take(&mut self.count) as u32;
        self.targets.push(Target { end: self.postings.len() as u32, texts });
    }

    /// Gives back what room is left when all is in.
    pub(super) fn finish(&mut self) {
        self.postings.shrink_to_fit();
        self.targets.shrink_to_fit();
    }

    /// The cosines of a question with each text of a target.
    pub(super) fn cosines(&self, target: usize, question: &Sparse) -> Vec<f32> {
        let Target { end, texts } = self.targets[target];
        let mut cosines = vec![0.0; texts as usize];
        let start = target.checked_sub(1).map_or(0, |before| self.targets[before].end as usize);
        let mut rest = &self.postings[start..end as usize];
        // Both are sorted, so what was passed need not be searched again.
        for (feature, weight) in question.iter() {
            rest = &rest[rest.partition_point(|posting| posting.feature < feature)..];
            let weight = weight / STEPS;
            for posting in rest.iter().take_while(|posting| posting.feature == feature) {
                cosines[usize::from(posting.text)] += weight * f32::from(posting.weight);
            }
        }
        cosines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_inner_products() {
        let vector = |entries: &[(FeatureId, f32)]| Sparse::unit(entries.to_vec());
        let all =
            [vec![vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 1.0)])], vec![], vec![vector(&[(0, 1.0), (4, 1.0)])]];
        let mut texts = Texts::default();
        for target in &all {
            target.iter().for_each(|text| texts.add(text));
            texts.finish_target();
        }
        let question = vector(&[(0, 1.0), (3, 2.0), (4, 2.0), (9, 1.0)]);
        for (at, target) in all.iter().enumerate() {
            let of = |text: &Sparse| -> f32 {
                text.iter().map(|(f, w)| w * question.iter().find(|q| q.0 == f).map_or(0.0, |q| q.1)).sum()
            };
            let found = texts.cosines(at, &question);
            assert_eq!(found.len(), target.len());
            assert!(found.iter().zip(target).all(|(cosine, text)| (cosine - of(text)).abs() < 1e-3), "{at}: {found:?}");
        }
    }
}
