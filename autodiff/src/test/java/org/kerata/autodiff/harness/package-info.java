/**
 * The harness that every op passes: golden values of real Keras, finite differences, fast kernels against portable ones, views, cuts. In the
 * test jar, for whoever adds ops.
 */
@NullMarked
package org.kerata.autodiff.harness;

import org.jspecify.annotations.NullMarked;
