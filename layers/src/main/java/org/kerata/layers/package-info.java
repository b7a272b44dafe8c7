/**
 * The layer contract, the catalogue of layers by family, and the graph of their calls. Tensors go in and come out; how a
 * network is trained or stored is decided above.
 */
@NullMarked
package org.kerata.layers;

import org.jspecify.annotations.NullMarked;
