/** Layers at the core of most networks: inputs and dense layers. */
@NullMarked
package org.kerata.layers.core;

import org.jspecify.annotations.NullMarked;
