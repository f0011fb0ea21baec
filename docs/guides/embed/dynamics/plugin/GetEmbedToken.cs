// Plug-in of the Custom API sidebook_GetEmbedToken. It signs a token for one record the calling user can read.
//
// Unsecure configuration (JSON, everybody may see it):
//   {"client":"dyn","host":"dyn","kid":"k-2026-11","tz":"Europe/Moscow","roles":["Salesperson","Sales Manager"]}
// Secure configuration: the secret of the key, as "sidebook key add dyn" printed it. Only administrators can read it.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Xrm.Sdk;
using Microsoft.Xrm.Sdk.Query;

namespace Sidebook
{
    [DataContract]
    public sealed class Settings
    {
        [DataMember(Name = "client")] public string Client { get; set; }
        [DataMember(Name = "host")] public string Host { get; set; }
        [DataMember(Name = "kid")] public string Kid { get; set; }
        [DataMember(Name = "tz")] public string TimeZone { get; set; }
        [DataMember(Name = "roles")] public string[] Roles { get; set; }
    }

    [DataContract]
    public sealed class Header
    {
        [DataMember(Name = "alg")] public string Alg = "HS256";
        [DataMember(Name = "typ")] public string Typ = "JWT";
        [DataMember(Name = "kid")] public string Kid;
    }

    [DataContract]
    public sealed class Claims
    {
        [DataMember(Name = "aud")] public string Aud = "embed/v1";
        [DataMember(Name = "cid")] public string Cid;
        [DataMember(Name = "sub")] public string Sub;
        [DataMember(Name = "name")] public string Name;
        [DataMember(Name = "rol")] public string[] Rol;
        [DataMember(Name = "scp")] public string[] Scp;
        [DataMember(Name = "wdg")] public string[] Wdg = { "counterparty", "invoices", "problems" };
        [DataMember(Name = "loc")] public string Loc;
        [DataMember(Name = "tz")] public string Tz;
        [DataMember(Name = "iat")] public long Iat;
        [DataMember(Name = "exp")] public long Exp;
        [DataMember(Name = "jti")] public string Jti = Guid.NewGuid().ToString("D");
    }

    public sealed class GetEmbedToken : IPlugin
    {
        private const int LifeSeconds = 600;
        private static readonly string[] Tables = { "account", "contact", "invoice" };

        private readonly Settings settings;
        private readonly string secret;

        public GetEmbedToken(string unsecure, string secure)
        {
            if (string.IsNullOrWhiteSpace(unsecure) || string.IsNullOrWhiteSpace(secure))
                throw new InvalidPluginExecutionException("Sidebook: put both configurations into the step (docs/guides/embed/dynamics.md).");
            settings = FromJson<Settings>(unsecure);
            secret = secure.Trim();
        }

        public void Execute(IServiceProvider provider)
        {
            var context = (IPluginExecutionContext)provider.GetService(typeof(IPluginExecutionContext));
            var factory = (IOrganizationServiceFactory)provider.GetService(typeof(IOrganizationServiceFactory));
            var entity = (string)context.InputParameters["Entity"];

            RequireReadable(factory.CreateOrganizationService(context.InitiatingUserId), entity);
            var admin = factory.CreateOrganizationService(null);
            context.OutputParameters["token"] = Signed(ClaimsFor(admin, context.InitiatingUserId, entity));
        }

        // Read as the user: who does not see the record in Dynamics gets no token for it.
        private void RequireReadable(IOrganizationService asUser, string entity)
        {
            var parts = (entity ?? "").Split(':');
            Guid id;
            if (parts.Length != 3 || parts[0] != settings.Host || !Tables.Contains(parts[1]) || !Guid.TryParse(parts[2], out id))
                throw new InvalidPluginExecutionException("Sidebook: Entity must be " + settings.Host + ":account:{id}.");
            asUser.Retrieve(parts[1], id, new ColumnSet(false));
        }

        private Claims ClaimsFor(IOrganizationService admin, Guid user, string entity)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return new Claims
            {
                Cid = settings.Client,
                Sub = settings.Client + ":" + user.ToString("D"),
                Name = admin.Retrieve("systemuser", user, new ColumnSet("fullname")).GetAttributeValue<string>("fullname"),
                Rol = RolesOf(admin, user).Where(role => settings.Roles.Contains(role)).ToArray(),
                Scp = new[] { entity },
                Loc = LocaleOf(admin, user),
                Tz = settings.TimeZone,
                Iat = now,
                Exp = now + LifeSeconds,
            };
        }

        // Roles given to the user directly. Roles given to teams: add teammembership and teamroles in the same way.
        private static IEnumerable<string> RolesOf(IOrganizationService admin, Guid user)
        {
            var query = new QueryExpression("role") { ColumnSet = new ColumnSet("name"), Distinct = true };
            query.AddLink("systemuserroles", "roleid", "roleid").LinkCriteria.AddCondition("systemuserid", ConditionOperator.Equal, user);
            return admin.RetrieveMultiple(query).Entities.Select(row => row.GetAttributeValue<string>("name"));
        }

        private static string LocaleOf(IOrganizationService admin, Guid user)
        {
            var row = admin.Retrieve("usersettings", user, new ColumnSet("uilanguageid"));
            return row.GetAttributeValue<int>("uilanguageid") == 1049 ? "ru" : "en";
        }

        private string Signed(Claims claims)
        {
            var text = Base64Url(ToJson(new Header { Kid = settings.Kid })) + "." + Base64Url(ToJson(claims));
            using (var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret)))
                return text + "." + Base64Url(hmac.ComputeHash(Encoding.ASCII.GetBytes(text)));
        }

        private static string Base64Url(byte[] data)
        {
            return Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        private static byte[] ToJson<T>(T value)
        {
            using (var stream = new MemoryStream())
            {
                new DataContractJsonSerializer(typeof(T)).WriteObject(stream, value);
                return stream.ToArray();
            }
        }

        private static T FromJson<T>(string text)
        {
            using (var stream = new MemoryStream(Encoding.UTF8.GetBytes(text)))
                return (T)new DataContractJsonSerializer(typeof(T)).ReadObject(stream);
        }
    }
}
