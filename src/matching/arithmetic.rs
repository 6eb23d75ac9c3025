//! The loops that answers spend most of their time in, compiled twice: for every processor, and for those with registers of
//! 256 bits, which is seen when the program runs. Both give the same numbers, bit for bit: whole numbers add up in any order,
//! and others are added in the same order.

use multiversion::multiversion;

/// So many sums are added to at a time.
const BLOCK: usize = 64;

/// The inner product of two vectors of whole numbers.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn product(a: &[i8], b: &[i16]) -> i32 {
    of_chunks(a, b)
}

/// The inner products of rows, one behind the other, with `b`, one a row.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn products(rows: &[i8], b: &[i16], products: &mut [f32]) {
    let rows = rows.chunks_exact(b.len());
    products.iter_mut().zip(rows).for_each(|(product, row)| *product = of_chunks(row, b) as f32);
}

/// Adds multiples of rows, of as many numbers as there are `sums`, one behind the other, to these. `added` are the places of
/// the rows with what to multiply each with.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn add_rows(rows: &[i8], added: &[(u32, f32)], sums: &mut [f32]) {
    let length = sums.len();
    let (blocks, rest) = sums.as_chunks_mut::<BLOCK>();
    for (at, sums) in (0..).step_by(BLOCK).zip(&mut *blocks) {
        // These stay in registers.
        let mut block = *sums;
        for &(row, weight) in added {
            let Some(row) = rows[row as usize * length + at..].first_chunk::<BLOCK>() else { continue };
            block.iter_mut().zip(row).for_each(|(sum, &value)| *sum += weight * f32::from(value));
        }
        *sums = block;
    }
    let at = length - rest.len();
    for &(row, weight) in added {
        let row = &rows[row as usize * length + at..];
        rest.iter_mut().zip(row).for_each(|(sum, &value)| *sum += weight * f32::from(value));
    }
}

/// The inner products of rows of as many numbers as `b`, one behind the other, with `b`, one a row.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn dots(rows: &[f32], b: &[f32], dots: &mut [f32]) {
    for (dot, row) in dots.iter_mut().zip(rows.chunks_exact(b.len())) {
        // Eight sums that processors add side by side.
        let mut sums = [0.0f32; 8];
        for (a, b) in row.chunks_exact(8).zip(b.chunks_exact(8)) {
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        *dot = sums.iter().sum();
    }
}

/// Takes a multiple of a vector from another.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn take(values: &[f32], weight: f32, from: &mut [f32]) {
    from.iter_mut().zip(values).for_each(|(from, value)| *from -= weight * value);
}

/// Where the sets of bits stand that differ from `own` in no more than `most`.
#[multiversion(targets("x86_64+popcnt"))]
pub(super) fn near_sets(sets: &[u64], own: u64, most: u32) -> Vec<u32> {
    (0..).zip(sets).filter(|(_, set)| (*set ^ own).count_ones() <= most).map(|(at, _)| at).collect()
}

/// Those of some places whose bits differ from `own` in no more than `most`.
#[multiversion(targets("x86_64+popcnt"))]
pub(super) fn near_signs(signs: &[[u64; 2]], own: [u64; 2], places: impl Iterator<Item = u32>, most: u32) -> Vec<u32> {
    let different = |[a, b]: [u64; 2]| (a ^ own[0]).count_ones() + (b ^ own[1]).count_ones();
    places.filter(|&at| different(signs[at as usize]) <= most).collect()
}

/// In chunks of a size that processors multiply in a few steps.
#[inline(always)]
fn of_chunks(a: &[i8], b: &[i16]) -> i32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    let times = |(&a, &b): (&i8, &i16)| i32::from(a) * i32::from(b);
    let of_chunk = |(a, b): (&[i8; 64], &[i16; 64])| a.iter().zip(b).map(times).sum::<i32>();
    a.iter().zip(b).map(of_chunk).sum::<i32>() + a_rest.iter().zip(b_rest).map(times).sum::<i32>()
}
