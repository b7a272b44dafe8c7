/**
 * The layer contract, the catalogue of layers by family, and the graph of their calls. Tensors go in and come out; how a
 * network is trained or stored is decided above.
 *
 * <p>Whoever writes a layer needs {@link org.kerata.layers.Layer} (or {@link org.kerata.layers.FluentLayer}), {@link
 * org.kerata.layers.Option} for its settings, and {@link org.kerata.layers.Call}, which says whether it trains and has the masks.
 */
@NullMarked
package org.kerata.layers;

import org.jspecify.annotations.NullMarked;
