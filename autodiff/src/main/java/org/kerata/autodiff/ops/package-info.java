/**
 * The op catalogue, one file per family. Each op stands in one place as one entry of a table: shape rule, gradient rule, portable
 * kernel, fast kernels with their cuts. {@link org.kerata.autodiff.Ops} is the face that users see.
 */
@NullMarked
package org.kerata.autodiff.ops;

import org.jspecify.annotations.NullMarked;
