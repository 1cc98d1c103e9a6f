package dev.mortise.plugin.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;

/**
 * URLs as plug-ins and servers write them. Like a browser, and unlike {@link URI}, it takes characters in path, query
 * and fragment that should have been percent-encoded, and encodes them, others than ASCII's in UTF-8. The authority is
 * taken as it is: what is wrong there must not be mended into another host.
 */
final class UrlText {

    private static final String TO_ENCODE = " \"<>^`{|}";
    private static final int MAX_ASCII = 0x7f;
    private static final Pattern OCTET = Pattern.compile("[\\x80-\\xff]");

    private UrlText() {}

    /** @throws URISyntaxException if it is no URL, not even with the characters encoded */
    static URI parse(String text) throws URISyntaxException {
        var start = afterAuthority(text);
        var url = new StringBuilder(text.length()).append(text, 0, start);
        var inPath = true;
        for (var i = start; i < text.length(); i++) {
            var next = text.codePointAt(i);
            inPath &= next != '?' && next != '#';
            if (TO_ENCODE.indexOf(next) >= 0 || next == '%' && !isEscape(text, i)
                    || inPath && (next == '[' || next == ']')) {
                url.append("%%%02X".formatted(next));
            } else if (next > MAX_ASCII && !Character.isISOControl(next)) {
                appendEncoded(url, next);
                i += Character.charCount(next) - 1;
            } else {
                url.append((char) next);
            }
        }
        return new URI(url.toString());
    }

    /**
     * A URL from a header, whose octets the client gives a character each. Servers write UTF-8; what is not, is encoded
     * octet by octet.
     *
     * @throws URISyntaxException if it is no URL, not even with the characters encoded
     */
    static URI parseOctets(String header) throws URISyntaxException {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            text = header.substring(0, afterAuthority(header)) + OCTET.matcher(header.substring(afterAuthority(header)))
                    .replaceAll(octet -> "%%%02X".formatted((int) octet.group().charAt(0)));
        }
        return parse(text);
    }

    /** A surrogate without its other half becomes a question mark. */
    private static void appendEncoded(StringBuilder url, int character) {
        for (var octet : Character.toString(character).getBytes(UTF_8)) {
            url.append("%%%02X".formatted(octet));
        }
    }

    /** Where path, query or fragment begin. */
    private static int afterAuthority(String text) {
        var colon = text.indexOf(':');
        var slashes = text.startsWith("//") ? 0 : colon >= 0 && text.startsWith("//", colon + 1) ? colon + 1 : -1;
        // A relative location may have "://" in its query only.
        if (slashes < 0 || endOfAuthority(text, 0) < slashes) {
            return 0;
        }
        return endOfAuthority(text, slashes + 2);
    }

    private static int endOfAuthority(String text, int from) {
        for (var i = from; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length() && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0;
    }
}
