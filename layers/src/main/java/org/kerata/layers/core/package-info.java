/** Layers at the core of most networks: dense layers, embeddings, and wrappers around any layer. */
@NullMarked
package org.kerata.layers.core;

import org.jspecify.annotations.NullMarked;
