/** The engine's contracts, each with a test that fails without it. */
@NullMarked
package org.kerata.autodiff.engine;

import org.jspecify.annotations.NullMarked;
