/** What environments and agents say to each other through topics. */
package io.thalweg.connectors.agents;
