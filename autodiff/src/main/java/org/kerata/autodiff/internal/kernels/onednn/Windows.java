package org.kerata.autodiff.internal.kernels.onednn;

/**
 * How a window moves over the spatial axes, one entry each.
 *
 * @param strides from one window to the next
 * @param dilation elements left out between two that the window touches
 * @param before padding in front
 * @param after padding behind
 */
@SuppressWarnings("ArrayRecordComponent")
public record Windows(long[] strides, long[] dilation, long[] before, long[] after) {}
