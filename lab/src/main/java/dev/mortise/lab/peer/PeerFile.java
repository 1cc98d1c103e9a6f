package dev.mortise.lab.peer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code peer.json}: how a peer is found, built and started. {@code lab/peers/README.md} tells what the keys mean.
 *
 * @param needs commands that must succeed
 * @param build commands that build it
 * @param sources files and folders that it is made of besides its own folder and those that peers share
 * @param buildMinutes how long that may take in all
 * @param run the command that measures
 * @param environment for all of them
 * @param language that it is written in
 * @param isNative whether it runs no guest
 * @param tiers whether it compiles again what runs often
 * @param family what it runs guests with, if that is not its folder's name
 * @param contenders id and title by variant
 * @param plain for a program that is not ours: by task, by cache "off" or "on", the whole command
 * @param version for such a program, the command that prints its version
 */
record PeerFile(@Nullable List<List<String>> needs, @Nullable List<List<String>> build,
        @Nullable List<String> sources, @Nullable Integer buildMinutes,
        @Nullable List<String> run, @Nullable Map<String, String> environment, @Nullable String language,
        @JsonProperty("native") boolean isNative, boolean tiers, @Nullable String family,
        Map<String, Name> contenders, @Nullable Map<String, Map<String, List<String>>> plain,
        @Nullable List<String> version) {

    private static final int USUAL_MINUTES = 15;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    /** What a variant is called. */
    record Name(String id, String title) {
    }

    /**
     * Reads the file of a folder.
     *
     * @throws PeerException if it is not as it should be
     */
    static PeerFile read(Path folder) {
        try {
            var file = JSON.readValue(folder.resolve("peer.json"), PeerFile.class);
            if (file.contenders == null || file.contenders.isEmpty() || file.run == null == (file.plain == null)) {
                throw new PeerException("peer.json needs contenders, and either run or plain");
            }
            return file;
        } catch (JacksonException e) {
            throw new PeerException("peer.json: " + e.getOriginalMessage());
        }
    }

    List<List<String>> needed() {
        return needs == null ? List.of() : needs;
    }

    List<List<String>> steps() {
        return build == null ? List.of() : build;
    }

    List<String> sourcesElsewhere() {
        return sources == null ? List.of() : sources;
    }

    int minutes() {
        return buildMinutes == null ? USUAL_MINUTES : buildMinutes;
    }

    Map<String, String> variables() {
        return environment == null ? Map.of() : environment;
    }
}
