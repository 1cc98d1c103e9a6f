package dev.mortise.plugin.internal;

import java.util.List;

/**
 * What a plug-in may do by HTTP.
 *
 * @param allowedHosts which hosts it may reach; none if empty
 * @param maxResponseBytes the most bytes of the body of a response
 * @param showsHeaders whether it gets the headers of responses
 */
public record HttpAccess(List<HostPattern> allowedHosts, long maxResponseBytes, boolean showsHeaders) {

    /** Translates the patterns. */
    static HttpAccess of(List<String> allowedHosts, long maxResponseBytes, boolean showsHeaders) {
        return new HttpAccess(allowedHosts.stream().map(HostPattern::new).toList(), maxResponseBytes, showsHeaders);
    }

    boolean allows(String host) {
        for (var pattern : allowedHosts) {
            if (pattern.matches(host)) {
                return true;
            }
        }
        return false;
    }
}
