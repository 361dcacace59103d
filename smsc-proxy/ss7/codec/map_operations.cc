#include "smsc-proxy/ss7/codec/map_operations.hh"

#include <algorithm>

namespace smsfw::ss7 {
namespace {

namespace e = map_error;

// ETS 300 599 17.6.5 says of each error which versions must not use it.
constexpr std::array kForwardSmErrors = {
    MapErrorUse{e::kUnidentifiedSubscriber, kV12},
    MapErrorUse{e::kIllegalSubscriber, kV12},
    MapErrorUse{e::kIllegalEquipment, kV2},
    MapErrorUse{e::kFacilityNotSupported, kV123},
    MapErrorUse{e::kAbsentSubscriber, kV12},
    MapErrorUse{e::kSubscriberBusyForMtSms, kV2},
    MapErrorUse{e::kSmDeliveryFailure, kV123},
    MapErrorUse{e::kSystemFailure, kV123},
    MapErrorUse{e::kDataMissing, kV2},
    MapErrorUse{e::kUnexpectedDataValue, kV123},
};
constexpr std::array kMtForwardSmErrors = {
    MapErrorUse{e::kUnidentifiedSubscriber, kV3},
    MapErrorUse{e::kAbsentSubscriberSm, kV3},
    MapErrorUse{e::kIllegalSubscriber, kV3},
    MapErrorUse{e::kIllegalEquipment, kV3},
    MapErrorUse{e::kFacilityNotSupported, kV3},
    MapErrorUse{e::kSubscriberBusyForMtSms, kV3},
    MapErrorUse{e::kSmDeliveryFailure, kV3},
    MapErrorUse{e::kSystemFailure, kV3},
    MapErrorUse{e::kDataMissing, kV3},
    MapErrorUse{e::kUnexpectedDataValue, kV3},
};
constexpr std::array kRoutingInfoErrors = {
    MapErrorUse{e::kUnknownSubscriber, kV123},
    MapErrorUse{e::kAbsentSubscriberSm, kV3},
    MapErrorUse{e::kTeleserviceNotProvisioned, kV123},
    MapErrorUse{e::kCallBarred, kV123},
    MapErrorUse{e::kFacilityNotSupported, kV123},
    MapErrorUse{e::kAbsentSubscriber, kV12},
    MapErrorUse{e::kSystemFailure, kV123},
    MapErrorUse{e::kDataMissing, kV123},
    MapErrorUse{e::kUnexpectedDataValue, kV123},
};
constexpr std::array kReportErrors = {
    MapErrorUse{e::kUnknownSubscriber, kV123},
    MapErrorUse{e::kMessageWaitingListFull, kV123},
    MapErrorUse{e::kDataMissing, kV23},
    MapErrorUse{e::kUnexpectedDataValue, kV123},
};
constexpr std::array kAlertErrors = {
    MapErrorUse{e::kSystemFailure, kV2},
    MapErrorUse{e::kDataMissing, kV2},
    MapErrorUse{e::kUnexpectedDataValue, kV2},
};
constexpr std::array kReadyErrors = {
    MapErrorUse{e::kUnknownSubscriber, kV23},
    MapErrorUse{e::kFacilityNotSupported, kV23},
    MapErrorUse{e::kDataMissing, kV23},
    MapErrorUse{e::kUnexpectedDataValue, kV23},
};
constexpr std::array kVgcsErrors = {
    MapErrorUse{e::kSystemFailure, kV3},
    MapErrorUse{e::kUnexpectedDataValue, kV3},
};

constexpr std::array kForwardSmContexts = {
    MapContextUse{context::kShortMsgMoRelay, kV123},
    MapContextUse{context::kShortMsgMtRelay, kV2},
};
constexpr std::array kMtForwardSmContexts = {MapContextUse{context::kShortMsgMtRelay, kV3}};
constexpr std::array kVgcsContexts = {MapContextUse{context::kShortMsgMtRelayVgcs, kV3}};
constexpr std::array kGatewayContexts = {MapContextUse{context::kShortMsgGateway, kV123}};
constexpr std::array kInformContexts = {MapContextUse{context::kShortMsgGateway, kV23}};
constexpr std::array kAlertContexts = {MapContextUse{context::kShortMsgAlert, kV2}};
constexpr std::array kAlert1Contexts = {MapContextUse{context::kShortMsgAlert, kV1}};
constexpr std::array kReadyContexts = {MapContextUse{context::kMwdMngt, kV23}};
constexpr std::array kPresentContexts = {MapContextUse{context::kMwdMngt, kV1}};

constexpr std::array kOperations = {
    MapOperationSpec{2, "updateLocation"},
    MapOperationSpec{3, "cancelLocation"},
    MapOperationSpec{4, "provideRoamingNumber"},
    MapOperationSpec{5, "noteSubscriberDataModified"},
    MapOperationSpec{6, "resumeCallHandling"},
    MapOperationSpec{7, "insertSubscriberData"},
    MapOperationSpec{8, "deleteSubscriberData"},
    MapOperationSpec{9, "sendParameters"},
    MapOperationSpec{10, "registerSS"},
    MapOperationSpec{11, "eraseSS"},
    MapOperationSpec{12, "activateSS"},
    MapOperationSpec{13, "deactivateSS"},
    MapOperationSpec{14, "interrogateSS"},
    MapOperationSpec{15, "authenticationFailureReport"},
    MapOperationSpec{16, "notifySS"},
    MapOperationSpec{17, "registerPassword"},
    MapOperationSpec{18, "getPassword"},
    MapOperationSpec{19, "processUnstructuredSS-Data"},
    MapOperationSpec{20, "releaseResources"},
    MapOperationSpec{21, "mt-ForwardSM-VGCS", kV3, kV3, MapTimer::kMediumLong, kVgcsContexts,
                     kVgcsErrors},
    MapOperationSpec{22, "sendRoutingInfo"},
    MapOperationSpec{23, "updateGprsLocation"},
    MapOperationSpec{24, "sendRoutingInfoForGprs"},
    MapOperationSpec{25, "failureReport"},
    MapOperationSpec{26, "noteMsPresentForGprs"},
    MapOperationSpec{28, "performHandover"},
    MapOperationSpec{29, "sendEndSignal"},
    MapOperationSpec{30, "performSubsequentHandover"},
    MapOperationSpec{31, "provideSIWFSNumber"},
    MapOperationSpec{32, "sIWFSSignallingModify"},
    MapOperationSpec{33, "processAccessSignalling"},
    MapOperationSpec{34, "forwardAccessSignalling"},
    MapOperationSpec{35, "noteInternalHandover"},
    MapOperationSpec{36, "cancelVcsgLocation"},
    MapOperationSpec{37, "reset"},
    MapOperationSpec{38, "forwardCheckSS-Indication"},
    MapOperationSpec{39, "prepareGroupCall"},
    MapOperationSpec{40, "sendGroupCallEndSignal"},
    MapOperationSpec{41, "processGroupCallSignalling"},
    MapOperationSpec{42, "forwardGroupCallSignalling"},
    MapOperationSpec{43, "checkIMEI"},
    MapOperationSpec{44, "mt-forwardSM", kV3, kV3, MapTimer::kMediumLong, kMtForwardSmContexts,
                     kMtForwardSmErrors},
    MapOperationSpec{45, "sendRoutingInfoForSM", kV123, kV123, MapTimer::kMedium, kGatewayContexts,
                     kRoutingInfoErrors},
    MapOperationSpec{46, "mo-forwardSM", kV123, kV123, MapTimer::kMediumLong, kForwardSmContexts,
                     kForwardSmErrors},
    MapOperationSpec{47, "reportSM-DeliveryStatus", kV123, kV123, MapTimer::kShort,
                     kGatewayContexts, kReportErrors},
    MapOperationSpec{48, "noteSubscriberPresent", kV1, 0, MapTimer::kShort, kPresentContexts, {}},
    MapOperationSpec{
        49, "alertServiceCentreWithoutResult", kV1, 0, MapTimer::kShort, kAlert1Contexts, {}},
    MapOperationSpec{50, "activateTraceMode"},
    MapOperationSpec{51, "deactivateTraceMode"},
    MapOperationSpec{52, "traceSubscriberActivity"},
    MapOperationSpec{53, "updateVcsgLocation"},
    MapOperationSpec{54, "beginSubscriberActivity"},
    MapOperationSpec{55, "sendIdentification"},
    MapOperationSpec{56, "sendAuthenticationInfo"},
    MapOperationSpec{57, "restoreData"},
    MapOperationSpec{58, "sendIMSI"},
    MapOperationSpec{59, "processUnstructuredSS-Request"},
    MapOperationSpec{60, "unstructuredSS-Request"},
    MapOperationSpec{61, "unstructuredSS-Notify"},
    MapOperationSpec{62, "anyTimeSubscriptionInterrogation"},
    MapOperationSpec{63, "informServiceCentre", kV23, 0, MapTimer::kShort, kInformContexts, {}},
    MapOperationSpec{64, "alertServiceCentre", kV2, kV2, MapTimer::kShort, kAlertContexts,
                     kAlertErrors},
    MapOperationSpec{65, "anyTimeModification"},
    MapOperationSpec{66, "readyForSM", kV23, kV23, MapTimer::kMedium, kReadyContexts, kReadyErrors},
    MapOperationSpec{67, "purgeMS"},
    MapOperationSpec{68, "prepareHandover"},
    MapOperationSpec{69, "prepareSubsequentHandover"},
    MapOperationSpec{70, "provideSubscriberInfo"},
    MapOperationSpec{71, "anyTimeInterrogation"},
    MapOperationSpec{72, "ss-InvocationNotification"},
    MapOperationSpec{73, "setReportingState"},
    MapOperationSpec{74, "statusReport"},
    MapOperationSpec{75, "remoteUserFree"},
    MapOperationSpec{76, "registerCC-Entry"},
    MapOperationSpec{77, "eraseCC-Entry"},
    MapOperationSpec{78, "secureTransportClass1"},
    MapOperationSpec{79, "secureTransportClass2"},
    MapOperationSpec{80, "secureTransportClass3"},
    MapOperationSpec{81, "secureTransportClass4"},
    MapOperationSpec{83, "provideSubscriberLocation"},
    MapOperationSpec{84, "sendGroupCallInfo"},
    MapOperationSpec{85, "sendRoutingInfoForLCS"},
    MapOperationSpec{86, "subscriberLocationReport"},
    MapOperationSpec{87, "ist-Alert"},
    MapOperationSpec{88, "ist-Command"},
    MapOperationSpec{89, "noteMM-Event"},
};

static_assert(std::is_sorted(kOperations.begin(), kOperations.end(),
                             [](const MapOperationSpec& a, const MapOperationSpec& b) {
                               return a.code < b.code;
                             }));

struct ContextName {
  std::uint8_t id;
  std::string_view name;
};

constexpr std::array kContexts = {
    ContextName{1, "networkLocUp"},
    ContextName{2, "locationCancellation"},
    ContextName{3, "roamingNumberEnquiry"},
    ContextName{4, "istAlerting"},
    ContextName{5, "locationInfoRetrieval"},
    ContextName{6, "callControlTransfer"},
    ContextName{7, "reporting"},
    ContextName{8, "callCompletion"},
    ContextName{9, "serviceTermination"},
    ContextName{10, "reset"},
    ContextName{11, "handoverControl"},
    ContextName{12, "sIWFSAllocation"},
    ContextName{13, "equipmentMngt"},
    ContextName{14, "infoRetrieval"},
    ContextName{15, "interVlrInfoRetrieval"},
    ContextName{16, "subscriberDataMngt"},
    ContextName{17, "tracing"},
    ContextName{18, "networkFunctionalSs"},
    ContextName{19, "networkUnstructuredSs"},
    ContextName{20, "shortMsgGateway"},
    ContextName{21, "shortMsgMO-Relay"},
    ContextName{22, "subscriberDataModificationNotification"},
    ContextName{23, "shortMsgAlert"},
    ContextName{24, "mwdMngt"},
    ContextName{25, "shortMsgMT-Relay"},
    ContextName{26, "imsiRetrieval"},
    ContextName{27, "msPurging"},
    ContextName{28, "subscriberInfoEnquiry"},
    ContextName{29, "anyTimeInfoEnquiry"},
    ContextName{31, "groupCallControl"},
    ContextName{32, "gprsLocationUpdate"},
    ContextName{33, "gprsLocationInfoRetrieval"},
    ContextName{34, "failureReport"},
    ContextName{35, "gprsNotify"},
    ContextName{36, "ss-InvocationNotification"},
    ContextName{37, "locationSvcGateway"},
    ContextName{38, "locationSvcEnquiry"},
    ContextName{39, "authenticationFailureReport"},
    ContextName{41, "shortMsgMT-Relay-VGCS"},
    ContextName{42, "mm-EventReporting"},
    ContextName{43, "anyTimeInfoHandling"},
    ContextName{44, "resourceManagement"},
    ContextName{45, "groupCallInfoRetrieval"},
    ContextName{46, "vcsgLocationUpdate"},
    ContextName{47, "vcsgLocationCancellation"},
};

bool is_short_message_context(std::uint8_t id) noexcept {
  for (const MapOperationSpec& spec : kOperations) {
    for (const MapContextUse& use : spec.contexts) {
      if (use.context == id) return true;
    }
  }
  return false;
}

}  // namespace

std::span<const MapOperationSpec> map_operations() noexcept {
  return kOperations;
}

const MapOperationSpec* find_operation(std::int32_t code) noexcept {
  const auto* row = std::lower_bound(
      kOperations.begin(), kOperations.end(), code,
      [](const MapOperationSpec& spec, std::int32_t wanted) { return spec.code < wanted; });
  return row != kOperations.end() && row->code == code ? row : nullptr;
}

std::string_view operation_name(std::int32_t code) noexcept {
  const MapOperationSpec* spec = find_operation(code);
  return spec != nullptr ? spec->name : "unknown";
}

std::string_view context_name(std::uint8_t id) noexcept {
  for (const ContextName& row : kContexts) {
    if (row.id == id) return row.name;
  }
  return "unknown";
}

bool operation_fits(std::int32_t code, ApplicationContext wanted) noexcept {
  const MapOperationSpec* spec = find_operation(code);
  if (spec == nullptr) return false;
  if (spec->versions == 0) return !is_short_message_context(wanted.id);
  const auto version = version_of(wanted);
  if (!version) return false;
  return std::any_of(spec->contexts.begin(), spec->contexts.end(), [&](const MapContextUse& use) {
    return use.context == wanted.id && has_version(use.versions, *version);
  });
}

std::optional<ApplicationContext> version1_context(std::int32_t code) noexcept {
  const MapOperationSpec* spec = find_operation(code);
  if (spec == nullptr) return std::nullopt;
  for (const MapContextUse& use : spec->contexts) {
    if (has_version(use.versions, MapVersion::k1)) return ApplicationContext{use.context, 1};
  }
  return std::nullopt;
}

std::optional<MapVersion> version_of(ApplicationContext wanted) noexcept {
  if (wanted.version < 1 || wanted.version > 3) return std::nullopt;
  return static_cast<MapVersion>(wanted.version);
}

bool error_allowed(std::int32_t operation_code, std::int32_t error, MapVersion version) noexcept {
  const MapOperationSpec* spec = find_operation(operation_code);
  if (spec == nullptr) return false;
  return std::any_of(spec->errors.begin(), spec->errors.end(), [&](const MapErrorUse& use) {
    return use.error == error && has_version(use.versions, version);
  });
}

}  // namespace smsfw::ss7
